# Der Bot auf Deutsch. Wie die Namen entstehen, steht bei `workflow::Texts`; was fehlt, sagt `flows i18n`.

## Bilder: /make, /create, /effect, /inpaint, /regen, /again

make = Ein Bild aus deinen Worten.
    .make = Gleich ein Bild malen: /make eine Katze am Meer
    .create = Ein Bild Schritt für Schritt: Motiv, Format, Vorschau
    .effect = Aus einem Bild ein anderes machen: ein Foto mit /effect als Ölgemälde
    .inpaint = Etwas in einem Bild ersetzen
    .regen = Eines deiner letzten Bilder, anders gewürfelt
    .once-more = Das letzte Bild noch einmal, anders gewürfelt
    .prompt = Motiv
    .describe = Motiv
    .shape = Format
    .rephrase = Motiv
    .model = Modell
    .lora = Eigenes Modell
    .effect-given = Bild, Motiv oder beides
    .effect-image = Bild
    .effect-prompt = Motiv
    .inpaint-image = Bild
    .inpaint-what = Was ersetzt wird
    .inpaint-with = Was dort hinkommt
    .past = Bild
    .picked = Bild
    .draw = Malen
    .reshape = Anderes Format
    .reprompt = Anderes Motiv
    .remodel = Anderes Modell
    .own = Eigenes Modell
    .style = Stil: an oder aus
    .control = Aufbau: an oder aus
    .pose = Pose: an oder aus
    .again = Noch einmal, anders gewürfelt
    .other-shape = Anderes Format
    .riff = Weiterspinnen
    .upscale = Vergrößern
    .as-style = Als Stil verwenden
    .finish = Das war’s
    .retry = Noch einmal versuchen
    .cancel = Abbrechen
make-ask-prompt = Was soll ich malen?
make-describe = Was soll auf dem Bild zu sehen sein?
make-pick-shape = Welches Format?
make-pick-model = Welches Modell?
make-pick-lora = { $count ->
        [0] Du hast noch kein eigenes: mit /train entsteht eines.
       *[other] Welches von deinen eigenen?
    }
make-lending = Ein Bild als Vorlage.
make-review =
    Soll ich malen?

    <b>{ $prompt }</b>
    { $shape } ({ $width } × { $height }){ $usual ->
        [0] { "" }
            Modell: { $model }
       *[other] { "" }
    }{ $own ->
        [1] { "" }
            Eigenes Modell: { $lora }
       *[other] { "" }
    }{ $style ->
        [1] { "" }
            Mit einem Bild für den Stil
       *[other] { "" }
    }{ $control ->
        [1] { "" }
            Mit einem Bild für den Aufbau
       *[other] { "" }
    }{ $pose ->
        [1] { "" }
            Mit einem Bild für die Pose
       *[other] { "" }
    }
make-ask-effect = Was soll ich aus welchem Bild machen? Sende ein Bild, ein Motiv oder beides zusammen.
make-ask-effect-image = Und aus welchem Bild?
make-ask-effect-prompt = Und was soll ich daraus machen?
make-ask-inpaint-image = In welchem Bild soll etwas ersetzt werden?
make-ask-inpaint-what = Was soll ersetzt werden? „Der Himmel“, „die linke Seite“ …
make-ask-inpaint-with = Und was soll stattdessen da sein?
make-pick-past = Welches soll ich noch einmal malen, anders gewürfelt?
make-drawing = Ich male: <b>{ $request-prompt }</b> …
    .title = Das Malen
make-picture =
    <b>{ $request-prompt }</b>
    { $shape } ({ $width } × { $height }), Zufallszahl { $seed }
make-pick-one = Welches davon?
make-upscaling = Das Bild wird größer.
make-rewriting = Ich lasse mir etwas anderes einfallen …
make-not-drawn = Das tut mir leid, daraus ist nichts geworden: <b>{ $request-prompt }</b>. { $reason }
make-finished = Fertig. Sende /make oder /create, wann immer du noch ein Bild möchtest.
make-cancelled = Es wurde nichts gemalt.

shape = Formate
    .square = 1:1
    .landscape = 3:2
    .portrait = 2:3
    .wide = 16:9
    .tall = 9:16

say-none-of-them = Keines davon
say-nothing-was-drawn-for-you-yet-send-make-and-what-you-would-e1d57384 = Für dich wurde noch nichts gemalt: sende /make und was du sehen möchtest.
say-that-is-too-long-ago-please-choose-one-of-the-others = Das ist zu lange her: bitte wähl ein anderes.
say-a-prompt-has-at-least-one-character = Ein Motiv hat mindestens ein Zeichen.
say-a-prompt-has-up-to-1-000-characters-this-one-has-length = Ein Motiv hat bis zu 1000 Zeichen, dieses hat { $length }.
say-it-took-too-long = Es hat zu lange gedauert.
say-the-painter-could-not-do-it = Der Maler hat es nicht geschafft.
say-the-painter-does-not-draw-that-please-try-other-words = Das malt der Maler nicht: bitte versuch es mit anderen Worten.
say-the-painter-can-t-draw-that-with-these-settings-please-try-af29c083 = Mit diesen Einstellungen kann der Maler das nicht malen: bitte versuch es mit anderen.
say-somebody-has-stopped-the-drawing = Jemand hat das Malen angehalten.
say-the-painter-is-not-set-up-as-it-should-be-please-tell-who-16cb280e = Der Maler ist nicht richtig eingerichtet: bitte sag denen Bescheid, die diesen Bot betreiben.
say-this-painter-knows-no-models-of-your-own-styles-controls-and-bcaa8699 = Dieser Maler kennt keine eigenen Modelle, Stile, Aufbauten und Posen: bitte lass sie weg.
say-sketching = Skizze
say-painting = Farbe
say-adding-light = Licht
say-finishing = letzte Striche
say-framing = Rahmen

## Ein Bild als Vorlage

attach = Ein Bild als Vorlage.
    .picture = Bild
    .leave = Ohne
attach-ask-picture = { $reference ->
        [Style] Von welchem Bild soll ich die Farben nehmen?
        [Control] Wie welches Bild soll es aufgebaut sein?
       *[Pose] Welches Bild zeigt die Pose?
    }
attach-attached = Danke.
attach-left-out = Dann eben ohne.

## Von der Idee zum Motiv: /riff

riff = Aus einer Idee wird ein Motiv.
    .riff = Zu einer Idee ein Motiv finden: /riff ein Leuchtturm
    .idea = Idee
    .ask-again = Noch einmal versuchen
    .answer = Antwort
    .skip = Überspringen
    .create = Malen
    .tweak = Etwas ändern
    .wish = Änderung
    .wish-again = Noch einmal versuchen
    .keep = So lassen
    .undo = Rückgängig
    .start-over = Von vorn
    .finish = Das war’s
    .cancel = Abbrechen
riff-ask-idea = Was ist deine Idee?
riff-thinking = Ich denke nach …
riff-asked = { $question }
riff-silent = Tut mir leid, mir fällt gerade nichts ein. Soll ich es noch einmal versuchen?
riff-shown =
    Dein Motiv:

    <b>{ $prompt }</b>
riff-ask-tweak =
    <b>{ $prompt }</b>

    Was soll anders sein?
riff-tweaking = Ich überlege …
riff-not-tweaked = Tut mir leid, mir fällt gerade nichts ein. Dein Motiv ist, wie es war.
riff-creating = Es wird gemalt.
riff-left = Bis zum nächsten Mal.

say-where-is-it = Wo ist es?
say-what-time-of-day-is-it-and-what-is-the-light-like = Welche Tageszeit ist es, und wie ist das Licht?
say-what-mood-should-it-have = Welche Stimmung soll es haben?
say-in-which-style-a-photo-an-oil-painting-a-watercolour = In welchem Stil: ein Foto, ein Ölgemälde, ein Aquarell …?
say-the-muse-does-not-answer-that-please-try-other-words = Darauf antwortet die Muse nicht: bitte versuch es mit anderen Worten.

## Ein eigenes Modell: /train

train = Ein eigenes Modell trainieren.
    .train = Mit deinen Bildern ein eigenes Modell trainieren
    .new-set = Neu
    .name = Name
    .open = Sammlung
    .add = Bilder
    .slot = Platz
    .put = Bild
    .delete = Herausnehmen
    .shut = Zur Sammlung
    .captions = Beschreibungen
    .caption = Beschreibung
    .skip = Nächstes Bild
    .stop = Zur Sammlung
    .write = Fehlende Beschreibungen schreiben
    .leave-it = Genug: zur Sammlung
    .call = Schlüsselwort
    .trigger = Schlüsselwort
    .offered = Das vorgeschlagene Wort nehmen
    .quote = Einreichen
    .submit = Bezahlen und einreichen
    .not-yet = Noch nicht
    .approve-style = Als Stil freigeben
    .approve-subject = Als Motiv freigeben
    .ask-payment = Erst um Bezahlung bitten
    .refuse = Grund der Ablehnung
    .take-back = Zurückziehen
    .pay = Bezahlen
    .not-today = Heute nicht
    .stop-training = Training abbrechen
    .close = Schließen
train-choose-set = { $count ->
        [0] Du hast noch keine Sammlungen.
       *[other] Deine Sammlungen.
    }
train-ask-name = Wie soll die neue Sammlung heißen?
train-creating = Ich lege die Sammlung an …
    .title = Das Anlegen der Sammlung
train-editing =
    <b>{ $name }</b>
    { $count } von 20 Bildern, { $described } mit Beschreibung.{ $called ->
        [1] { "" }
            Schlüsselwort: <b>{ $trigger }</b>
       *[other] { "" }
    }{ $said ->
        [1] { "" }

            { $told }
       *[other] { "" }
    }
    Sende Bilder, eines oder mehrere auf einmal, oder wähl einen Platz.
train-looking = { $taken ->
        [0] Platz { $slot } ist frei. Sende ein Bild dafür.
       *[other] Bild { $slot }. Sende ein anderes, um es zu ersetzen.
    }
train-keeping = Ich speichere es …
    .title = Das Speichern
train-captioning =
    Was ist auf Bild { $slot } zu sehen?{ $captioned ->
        [1] { "" }
            Bisher: <i>{ $caption }</i>
       *[other] { "" }
    }
train-keeping-caption = Ich speichere es …
    .title = Das Speichern
train-describing = Ich sehe mir deine Bilder an …
    .title = Das Beschreiben der Bilder
train-ask-trigger = Mit welchem Wort soll man es in einem Motiv rufen? Mein Vorschlag: <b>{ $offered }</b>.
train-quoted =
    <b>{ $name }</b> mit { $count ->
        [one] einem Bild
       *[other] { $count } Bildern
    } zu trainieren kostet { $price ->
        [one] einen Punkt
       *[other] { $price } Punkte
    }. Du hast { $free }.
train-submitting = Ich reiche sie ein …
    .title = Das Einreichen
train-waiting = Deine Sammlung wird geprüft.
train-waiting-for-reviewer =
    Eine Sammlung zum Trainieren: <b>{ $name }</b>
    { $count ->
        [one] Ein Bild
       *[other] { $count } Bilder
    } von { $owner }, Preis: { $price ->
        [one] ein Punkt
       *[other] { $price } Punkte
    }, danach noch übrig: { $free }.{ $agreed ->
        [1] { " " }Die Bezahlung wurde zugesagt.
       *[other] { "" }
    }
    { $captions }

    Zum Ablehnen sende einen Grund.
train-payment-asked =
    Die Sammlung ist geprüft und in Ordnung. Soll für { $price ->
        [one] einen Punkt
       *[other] { $price } Punkte
    } trainiert werden? Du hast 24 Stunden Zeit.
train-training = Das Training läuft …
    .title = Das Training
train-trained = <b>{ $name }</b> ist in deiner Bibliothek: man ruft es mit <b>{ $trigger }</b>, und in /create findest du es unter „Eigenes Modell“.
train-not-trained = Es wurde nicht trainiert, und du hast deine Punkte zurück. { $reason }
train-left = Deine Sammlungen bleiben, wie sie sind.

say-you-have-a-set-of-this-name-already-please-choose-another-d983caf1 = Eine Sammlung mit diesem Namen hast du schon: bitte wähl einen anderen.
say-there-is-no-picture-here = Hier ist kein Bild.
say-there-is-no-picture-yet-please-send-some-first = Es ist noch kein Bild da: bitte sende erst welche.
say-it-takes-10-pictures-at-least-missing-are-missing = Es braucht mindestens 10 Bilder: { $missing ->
        [one] eines fehlt
       *[other] { $missing } fehlen
    } noch.
say-that-takes-price-points-and-you-have-free-wallet-tops-them-c82dbbaf = Das kostet { $price ->
        [one] einen Punkt
       *[other] { $price } Punkte
    }, und du hast { $free }: mit /wallet lädst du sie auf.
say-this-set-was-handed-in-it-can-t-be-changed-now = Diese Sammlung ist eingereicht: sie lässt sich jetzt nicht ändern.
say-slot-slot-was-changed-from-another-device-meanwhile-here-is-0defbd42 = Platz { $slot } wurde inzwischen auf einem anderen Gerät geändert: so ist er jetzt.
say-there-is-no-room-for-names-a-set-has-most-pictures = Für { $names } ist kein Platz mehr: eine Sammlung hat höchstens { $most } Bilder.
say-a-name-has-3-to-50-letters-digits-spaces-and = Ein Name hat 3 bis 50 Buchstaben, Ziffern, Leerzeichen, _ und -.
say-a-trigger-word-has-2-to-20-letters-digits-and-and-no-spaces = Ein Schlüsselwort hat 2 bis 20 Buchstaben, Ziffern, _ und -, und keine Leerzeichen.
say-please-be-brief-up-to-500-characters-are-read = Bitte fass dich kurz: bis zu 500 Zeichen werden gelesen.
say-that-could-not-be-kept-please-try-again = Das konnte nicht gespeichert werden. Bitte versuch es noch einmal.
say-i-could-not-describe-them-please-try-again-later = Ich konnte sie nicht beschreiben. Bitte versuch es später noch einmal.
say-you-took-it-back = Du hast es zurückgezogen.
say-it-was-not-paid-within-24-hours = Es wurde nicht innerhalb von 24 Stunden bezahlt.
say-packing-the-set = Sammlung packen
say-training = Training
say-saving = Speichern
# Ein Fortschritt ohne Worte.
say-811c9dc5 = { "" }
say-waiting-for-others = wartet auf andere
say-the-trainer-could-not-do-it = Das Training ist nicht gelungen.
say-the-trainer-does-not-take-this-set = Diese Sammlung wird nicht zum Training angenommen.
say-the-trainer-is-not-set-up-as-it-should-be-please-tell-who-3115d35c = Das Training ist nicht richtig eingerichtet: bitte sag denen Bescheid, die diesen Bot betreiben.

## Wallets und Punkte: /wallet

wallet = Deine Wallets und Punkte.
    .wallet = Deine Wallets und Punkte
    .connect = Wallet verbinden
    .network = Netzwerk
    .by-signature = Eine Nachricht unterschreiben
    .by-amount = Einen kleinen Betrag senden
    .address = Adresse
    .signature = Unterschrift
    .look = Ich habe ihn gesendet
    .give-up = Aufgeben
    .choose = Wallet
    .activate = Diese verwenden
    .remove = Entfernen
    .shut = Zu den Wallets
    .top-up = Aufladen
    .check = Ich habe etwas gesendet
    .done = Zu den Wallets
    .close = Schließen
    .cancel = Abbrechen
wallet-listed = { $said ->
        [1] { $told }

            { "" }
       *[other] { "" }
    }Du hast { $free ->
        [one] einen Punkt
       *[other] { $free } Punkte
    }, und { $held ->
        [one] einer ist
       *[other] { $held } sind
    } für Aufträge reserviert.
    { $count ->
        [0] Es ist noch keine Wallet verbunden.
        [one] Deine Wallet:
       *[other] Deine Wallets:
    }
wallet-choose-network = Wo ist dein Konto?
wallet-choose-proof = Wie möchtest du zeigen, dass es deines ist?
wallet-ask-address = Welche Adresse ist es?
wallet-sign =
    Bitte unterschreib diese Nachricht mit deiner Wallet und sende mir die Unterschrift:

    <code>{ $message }</code>
wallet-connecting = Ich verbinde sie …
    .title = Das Verbinden der Wallet
wallet-opening = Ich suche einen Betrag aus …
    .title = Die Suche nach einem Betrag
wallet-send-amount = { $said ->
        [1] { $told }

            { "" }
       *[other] { "" }
    }Bitte sende innerhalb einer Stunde genau <code>{ $amount }</code> ETH an <code>{ $address }</code>. Der Betrag wird dir gutgeschrieben und zeigt, dass die Wallet dir gehört.
wallet-looking = Ich suche deine Überweisung …
    .title = Die Suche nach deiner Überweisung
wallet-one = <code>{ $account }</code>
wallet-changing = Ich ändere es …
    .title = Die Änderung an der Wallet
wallet-top-up = { $said ->
        [1] { $told }

            { "" }
       *[other] { "" }
    }1 ETH ist { $rate ->
        [one] einen Punkt
       *[other] { $rate } Punkte
    } wert. Sende von einer deiner Wallets, so viel du möchtest, an <code>{ $address }</code>.
wallet-topping-up = Ich suche deine Überweisungen …
    .title = Die Suche nach deinen Überweisungen
wallet-closed = Bis bald.

network = Netzwerke
    .ethereum = Ethereum
    .solana = Solana

say-please-connect-a-wallet-at-ethereum-first-what-it-sends-is-25d7609b = Bitte verbinde zuerst eine Wallet bei Ethereum: was sie sendet, wird dir gutgeschrieben.
say-that-is-no-address-of-ethereum-it-begins-with-0x-and-has-40-4c4658dc = Das ist keine Adresse bei Ethereum: sie beginnt mit 0x, und danach kommen 40 Zeichen.
say-that-is-no-address-of-solana-that-can-sign = Das ist keine Adresse bei Solana, die unterschreiben kann.
say-that-is-no-signature-please-send-it-as-your-wallet-shows-it = Das ist keine Unterschrift. Bitte sende sie so, wie deine Wallet sie zeigt.
say-that-signature-is-not-in-its-only-valid-form-please-sign-bab39edf = Diese Unterschrift ist nicht in der einzig gültigen Form. Bitte unterschreib mit einer anderen Wallet.
say-that-was-signed-by-another-account-or-it-is-another-message = Das hat ein anderes Konto unterschrieben, oder es ist eine andere Nachricht.
say-that-comes-too-late-please-go-back-and-begin-anew = Das kommt zu spät. Bitte geh zurück und beginn von vorn.
say-that-took-too-long-please-begin-anew = Das hat zu lange gedauert. Bitte beginn von vorn.
say-too-many-are-connecting-wallets-right-now-please-sign-a-969d256b = Gerade verbinden zu viele ihre Wallets. Bitte unterschreib eine Nachricht, oder versuch es später noch einmal.
say-the-chain-can-t-be-reached-right-now-please-try-again-later = Die Blockchain ist gerade nicht zu erreichen. Bitte versuch es später noch einmal.
say-nothing-has-come-yet-it-may-take-some-minutes-please-try-29f83413 = Es ist noch nichts angekommen. Es kann ein paar Minuten dauern: bitte versuch es noch einmal.
say-points-points-are-yours = { $points ->
        [one] Ein Punkt gehört
       *[other] { $points } Punkte gehören
    } dir.
say-the-wallet-is-connected = Die Wallet ist verbunden.
say-this-wallet-is-connected-by-somebody-else = Diese Wallet hat schon jemand anderes verbunden.
say-this-signature-was-used-before-please-begin-anew = Diese Unterschrift wurde schon einmal verwendet. Bitte beginn von vorn.
say-the-wallet-is-connected-and-points-points-are-yours = Die Wallet ist verbunden, und { $points ->
        [one] ein Punkt gehört
       *[other] { $points } Punkte gehören
    } dir.

## Bilder bearbeiten: /media, /upscale, /background, /watermark, /describe

retouch = Etwas mit einem Bild machen.
    .media = Ein Bild vergrößern, freistellen, mit Wasserzeichen versehen oder beschreiben
    .upscale = Ein Bild zwei- oder viermal so groß machen
    .background = Den Hintergrund eines Bildes entfernen
    .watermark = Deine Worte auf ein Bild setzen
    .describe = Sagen, was auf einem Bild ist
    .task = Aufgabe
    .first-image = Bild
    .image = Bild
    .task-of = Aufgabe
    .times = Vergrößerung
    .mark = Worte
    .retry = Noch einmal versuchen
    .cancel = Abbrechen
retouch-choose-task = Was soll ich mit einem Bild machen?
retouch-ask-image = Bitte sende das Bild.
retouch-choose-task-of = Was soll ich damit machen?
retouch-choose-times = Wie viel größer?
retouch-ask-mark = Welche Worte sollen darauf stehen?
retouch-working = Ich arbeite daran …
    .title = Die Arbeit am Bild
retouch-not-done = Das hat nicht geklappt.
retouch-delivered = { $described ->
        [1] Darauf zu sehen: <b>{ $words }</b>
       *[other] Hier ist es, in voller Qualität.
    }
retouch-let-be = Dann eben nicht.

task = Aufgaben
    .upscale = Vergrößern
    .background = Hintergrund entfernen
    .watermark = Wasserzeichen
    .describe = Beschreiben

times = Vergrößerung
    .two = Doppelt
    .four = Vierfach

say-it-would-have-more-than-100-megapixels-then-please-take-a-ad385f85 = Es hätte dann mehr als 100 Megapixel: bitte nimm ein kleineres, oder nur doppelt.
say-a-watermark-has-1-to-40-characters = Ein Wasserzeichen hat 1 bis 40 Zeichen.
say-waiting-for-a-place = wartet auf einen freien Platz
say-reading = Lesen
say-working = In Arbeit
say-that-picture-has-megabytes-mb-and-20-is-the-most = Dieses Bild hat { $megabytes } MB, höchstens 20 sind erlaubt.
say-that-picture-has-megapixels-megapixels-and-25-is-the-most = Dieses Bild hat { $megapixels } Megapixel, höchstens 25 sind erlaubt.
say-that-is-no-picture-that-i-can-read-please-send-png-jpeg-or-35642e05 = Dieses Bild kann ich nicht lesen: bitte sende PNG, JPEG oder WebP.
say-that-picture-moves-please-send-one-that-stands-still = Dieses Bild bewegt sich: bitte sende eines, das stillsteht.
say-that-picture-is-broken-its-end-is-missing-or-it-is-not-what-21f67c07 = Dieses Bild ist beschädigt: sein Ende fehlt, oder es ist nicht, was es zu sein vorgibt. Bitte sende es noch einmal.

## Wie du Bilder magst: /settings

settings = Wie du deine Bilder magst.
    .settings = Wie du deine Bilder magst: Modell, Format, Zufallszahl und mehr
    .model = Modell
    .choose-model = Modell
    .shape = Format
    .choose-shape = Format
    .steps = Schritte
    .set-steps = Schritte
    .cfg = Motivtreue
    .set-cfg = Motivtreue
    .strength = Stärke
    .set-strength = Stärke
    .seed = Zufallszahl
    .set-seed = Zufallszahl
    .batch = Anzahl
    .choose-batch = Anzahl
    .negative = Unerwünscht
    .set-negative = Unerwünscht
    .no-negative = Nichts Bestimmtes
    .reset = Wie am Anfang
    .finish = Das war’s
    .cancel = Abbrechen
settings-menu =
    <b>Wie magst du deine Bilder?</b>
    Modell: { $usual ->
        [0] { $model }
       *[other] das übliche
    }
    Format: { $shape } ({ $width } × { $height })
    Schritte: { $steps }
    Motivtreue: { $cfg }
    Stärke: { $strength }
    Zufallszahl: { $seed }
    Anzahl: { $batch }
    Unerwünscht: { $unwanted ->
        [0] nichts Bestimmtes
       *[other] { $negative }
    }
settings-choose-model = Welches Modell?
settings-choose-shape = Welches Format?
settings-ask-steps = In wie vielen Schritten: 1 bis 48?
settings-ask-cfg = Wie genau soll ich mich an dein Motiv halten: 0 bis 30?
settings-ask-strength = Wie stark soll ich ein Bild von dir verändern: 0 bis 1?
settings-ask-seed = Welche Zufallszahl? Sende -1, wenn jedes Mal neu gewürfelt werden soll.
settings-choose-batch = Wie viele Bilder auf einmal?
settings-ask-negative = Was möchtest du nicht sehen?
settings-kept = So bleibt es.

count = Anzahl
    .one = 1
    .two = 2
    .three = 3
    .four = 4

say-steps-are-a-whole-number-from-1-to-48 = Schritte sind eine ganze Zahl von 1 bis 48.
say-that-is-a-number-from-0-to-30-as-in-7-5 = Das ist eine Zahl von 0 bis 30, zum Beispiel 7,5.
say-the-strength-is-a-number-from-0-to-1-as-in-0-7 = Die Stärke ist eine Zahl von 0 bis 1, zum Beispiel 0,7.
say-a-seed-is-a-whole-number-from-0-to-4294967295-or-1-for-a-new-3a74e931 = Eine Zufallszahl ist eine ganze Zahl von 0 bis 4294967295, oder -1, um jedes Mal neu zu würfeln.
say-that-is-too-long-up-to-1-000-characters-are-read = Das ist zu lang: bis zu 1000 Zeichen werden gelesen.

## Zum Ausprobieren: /faucet

faucet = Münzen, um Wallets auszuprobieren.
    .faucet = Münzen, um Wallets auszuprobieren: sie sind nichts wert
    .fill = Gib mir welche
    .pay = Den Bot bezahlen
    .shut = Zumachen
faucet-purse = { $said ->
        [1] { $told }

            { "" }
       *[other] { "" }
    }In deinem Geldbeutel sind { $balance } ETH, die nichts wert sind. Seine Adresse ist <code>{ $address }</code>.
faucet-filling = Ich fülle deinen Geldbeutel …
    .title = Das Füllen des Geldbeutels
faucet-paying = Ich sende sie …
    .title = Das Senden der Münzen
faucet-shut = Dein Geldbeutel ist zu.

say-that-is-no-amount-of-eth-as-in-0-000042 = Das ist kein Betrag in ETH, wie zum Beispiel 0.000042.
say-it-is-on-its-way = Es ist unterwegs.
say-there-is-not-so-much-in-your-purse = So viel ist nicht in deinem Geldbeutel.
say-that-did-not-work-please-try-again = Das hat nicht geklappt. Bitte versuch es noch einmal.

## Wie es steht: /status

status = Wie es steht
    .show = Wie es steht
    .refresh = Aktualisieren
    .close = Schließen
status-showing =
    <b>Wie es steht</b>
    { $hours ->
        [0] { $minutes ->
            [0] Läuft seit { $seconds } s
           *[other] Läuft seit { $minutes } min { $seconds } s
        }
       *[other] Läuft seit { $hours } h { $minutes } min
    }
    Bei dir: { $report-mine-sessions } offen, { $report-mine-work } in Arbeit
    Punkte: { $free }, dazu { $held } reserviert{ $totals ->
        [1] { "" }
            Bei allen: { $sessions } offen, { $work } in Arbeit
       *[other] { "" }
    }
status-closed = Geschlossen.
say-that-was-just-now-wait-a-second = Das war gerade eben: warte eine Sekunde.

## Die Seite

say-i-paint-pictures-from-your-words-tell-me-what-to-draw = Ich male Bilder aus deinen Worten. Sag mir, was auf das Bild soll.
