# Was die Bibliothek selbst sagt, auf Deutsch. Was hier fehlt, ist im Test `texts::own` rot.

confirm = Ja oder Nein
    .yes = Ja
    .no = Nein
say-back = Zurück
say-leave-it = Verlassen
say-stay-here = Hier bleiben
say-lost-is-under-way-and-would-be-lost-begin-command-all-the-f6196e8d = „{ $lost }“ ist noch in Arbeit und ginge verloren. Trotzdem { $command } beginnen?
say-that-can-t-be-begun-any-more = Das kann nicht mehr begonnen werden.

## Was man senden kann

say-or = oder
say-text = Text
say-a-choice = eine Auswahl
say-one-of-the-view-s-options = eine der Möglichkeiten
say-yes-or-no = Ja oder Nein
say-a-photo = ein Foto
say-a-document = ein Dokument
say-an-audio-file = eine Tonaufnahme
say-a-video = ein Video
say-photos-or-files = Fotos oder Dateien

## Was nicht angenommen wird

say-please-send-what = Bitte sende { $what }.
say-please-write-something = Bitte schreib etwas.
say-please-send-that-as-a-message = Bitte sende das als Nachricht.
say-please-answer-yes-or-no = Bitte antworte mit Ja oder Nein.
say-please-press-one-of-the-buttons = Bitte drück einen der Knöpfe.
say-please-choose-one-of-the-buttons = Bitte wähl einen der Knöpfe.
say-please-send-either-a-file-or-text-with-command-not-both = Bitte sende mit { $command } entweder eine Datei oder Text, nicht beides.
say-unfit-please = { $unfit } { $please }
say-something-is-missing-here = Hier fehlt etwas.
say-something-is-missing-send-command-with-what-behind-it = Da fehlt etwas: sende { $command } und dahinter { $what }.
say-something-is-missing-send-command-with-what-beside-it = Da fehlt etwas: sende { $command } und dazu { $what }.
say-command-stands-alone-send-it-with-nothing-behind-it = { $command } steht allein: sende es ohne etwas dahinter.
say-there-are-several-label-please-press-the-one-that-you-mean = „{ $label }“ gibt es mehrmals. Bitte drück, was du meinst.
say-there-is-nothing-to-answer-right-now = Im Moment gibt es nichts zu beantworten.
say-there-is-nothing-under-way = Es ist nichts im Gange.
say-there-is-no-way-back-from-here = Von hier führt kein Weg zurück.
say-that-is-not-possible-right-now = Das geht im Moment nicht.
say-that-did-not-work-nothing-was-changed-please-try-again = Das hat nicht geklappt. Es wurde nichts geändert; bitte versuch es noch einmal.
say-this-conversation-can-t-go-on-right-now-it-is-kept-as-it-is-5d3f57e0 = Dieses Gespräch kann gerade nicht weitergehen. Es bleibt, wie es ist, bis jemand danach gesehen hat.
say-this-is-not-in-use-any-more = Das gilt nicht mehr.
say-this-is-for-somebody-else = Das ist für jemand anderen.
say-this-was-never-shown = Das wurde nie gezeigt.
say-that-is-too-long-length-characters-and-most-is-the-most = Das ist zu lang: { $length } Zeichen, und höchstens { $most } sind erlaubt.

## Befehle

say-nothing-is-under-way-known = Es ist nichts im Gange. { $known }
say-there-is-no-command-command-known = Den Befehl { $command } gibt es nicht. { $known }
say-command-has-nothing-to-do-right-now-known = { $command } hat gerade nichts zu tun. { $known }
say-try-command = Versuch { $command }.
say-try-commands-or-last = Versuch { $commands } oder { $last }.

## Dateien

say-this-file = Diese Datei
say-a-file = Eine Datei
say-there-is-no-file = Da ist keine Datei.
say-file-is-no-picture-that-can-be-shown-that-is-png-jpeg-webp-300fa698 = { $file } ist kein Bild, das gezeigt werden kann: das sind PNG, JPEG, WebP und GIF.
say-file-is-no-recording-that-can-be-played-that-is-mp3-ogg-wav-feab2b8d = { $file } ist keine Aufnahme, die abgespielt werden kann: das sind MP3, Ogg, WAV, FLAC und M4A.
say-file-is-no-video-that-can-be-played-that-is-mp4-webm-or-mov = { $file } ist kein Video, das abgespielt werden kann: das sind MP4, WebM und MOV.
say-these-are-count-files-and-only-one-is-taken = Das sind { $count } Dateien, und nur eine wird angenommen.
say-these-are-count-files-and-most-is-the-most = Das sind { $count } Dateien, und höchstens { $most } werden angenommen.
say-files-can-t-be-taken-here = Dateien werden hier nicht angenommen.
say-that-can-t-be-used-here = Damit lässt sich hier nichts anfangen.
say-that-file-is-empty = Diese Datei ist leer.
say-that-file-could-not-be-fetched-please-send-it-again = Diese Datei konnte nicht geholt werden. Bitte sende sie noch einmal.
say-that-file-is-not-there-any-more-please-send-it-again = Diese Datei ist nicht mehr da. Bitte sende sie noch einmal.
say-that-file-is-too-large-20-mb-is-the-most-that-can-be-taken-d130cb23 = Diese Datei ist zu groß: höchstens 20 MB werden hier angenommen.
say-name-is-too-large-to-be-sent-here = { $name } ist zu groß, um hier gesendet zu werden.
say-that-picture-has-too-many-pixels-most-is-the-most = Dieses Bild hat zu viele Pixel: höchstens { $most } sind erlaubt.
say-count-pixels = { $count } Pixel
say-count-megapixels = { $count } Megapixel

## Die Seite im Browser

say-choose-what-to-do-or-write-a-command = Such dir etwas aus oder schreib einen Befehl.
say-conversation = Gespräch
say-you = Du:
say-bot = Bot:
say-choices = Auswahl
say-commands = Befehle
say-message = Nachricht
say-message-or-command = Nachricht oder /befehl
say-your-answer = Deine Antwort
say-your-answer-or-attach-what = Deine Antwort, oder häng { $what } an
say-attach-what = Häng { $what } an
say-or-send-what = Oder sende { $what }
say-for-you-as-role = Für dich als { $role }
say-you-chose-label = Du hast „{ $label }“ gewählt
say-what-you-sent = Was du gesendet hast
say-send = Senden
say-sending = Wird gesendet
say-working = In Arbeit
say-waiting = wartet
say-document = Dokument
say-opens-full-size-in-a-new-tab = (öffnet sich groß in einem neuen Tab)
say-opens-in-a-new-tab = (öffnet sich in einem neuen Tab)
say-new-messages = Neue Nachrichten
say-connection-lost-trying-to-reconnect = Verbindung verloren. Sie wird wieder aufgenommen …
say-scripts-are-off = Skripte sind aus.
say-refresh-to-see-what-is-new = Neu laden, um zu sehen, was es Neues gibt
say-attach-files = Dateien anhängen
say-pictures-or-files = Bilder oder Dateien
say-up-to-most = bis zu { $most }
say-what-will-be-sent = Was gesendet wird
say-caption-or-command = Text dazu oder /befehl
say-send-files = Dateien senden
say-please-choose-a-file-first = Bitte wähl zuerst eine Datei.
say-only-one-file-is-taken-here = Hier wird nur eine Datei angenommen.
say-these-are-too-many-files-most-is-the-most = Das sind zu viele Dateien: höchstens { $most } sind erlaubt.
say-the-file-is-empty = Die Datei ist leer.
say-that-is-too-large-most-is-the-most = Das ist zu groß: höchstens { $most } sind erlaubt.
say-that-text-is-too-long = Dieser Text ist zu lang.
say-this-bot-takes-no-files = Dieser Bot nimmt keine Dateien an.
say-nothing-more-has-come-for-too-long = Es ist zu lange nichts mehr angekommen.
say-this-could-not-be-sent-please-try-again = Das konnte nicht gesendet werden. Bitte versuch es noch einmal.
say-this-could-not-be-sent-your-text-is-still-here-please-try-89370971 = Das konnte nicht gesendet werden. Dein Text ist noch da: bitte versuch es noch einmal.
say-that-could-not-be-kept-please-try-again-in-a-moment = Das konnte nicht behalten werden. Bitte versuch es gleich noch einmal.
say-that-was-a-little-fast-please-wait-a-second = Das war etwas schnell. Bitte warte eine Sekunde.
say-you-are-sending-too-many-files-at-once-please-wait-for-the-0fbff71e = Du sendest zu viele Dateien auf einmal. Bitte warte, bis die anderen angekommen sind.
say-there-is-too-much-to-do-right-now-please-try-again-in-a-84154cd3 = Gerade ist zu viel zu tun. Bitte versuch es gleich noch einmal.
say-the-bot-is-being-restarted-please-try-again-in-a-moment = Der Bot wird gerade neu gestartet. Bitte versuch es gleich noch einmal.
