# Der Bot auf Deutsch. Wie die Namen entstehen, steht bei `workflow::Texts`; was fehlt, sagt `flows i18n`.

## Bilder: /make, /create

make = Ein Bild aus deinen Worten.
    .make = Gleich ein Bild malen: /make eine Katze am Meer
    .create = Ein Bild Schritt für Schritt: Motiv, Format, Vorschau
    .prompt = Motiv
    .describe = Motiv
    .shape = Format
    .draw = Malen
    .reshape = Anderes Format
    .reprompt = Anderes Motiv
    .again = Noch einmal, anders gewürfelt
    .other-shape = Anderes Format
    .finish = Das war’s
    .retry = Noch einmal versuchen
    .cancel = Abbrechen
make-ask-prompt = Was soll ich malen?
make-describe = Was soll auf dem Bild zu sehen sein?
make-pick-shape = Welches Format?
make-review =
    Soll ich malen?

    <b>{ $prompt }</b>
    { $shape } ({ $width } × { $height })
make-drawing = Ich male: <b>{ $request-prompt }</b> …
    .title = Das Malen
make-picture =
    <b>{ $request-prompt }</b>
    { $shape } ({ $width } × { $height }), Zufallszahl { $seed }
make-not-drawn = Das tut mir leid, daraus ist nichts geworden: <b>{ $request-prompt }</b>. { $reason }
make-finished = Fertig. Sende /make oder /create, wann immer du noch ein Bild möchtest.
make-cancelled = Es wurde nichts gemalt.

shape = Formate
    .square = 1:1
    .landscape = 3:2
    .portrait = 2:3
    .wide = 16:9
    .tall = 9:16

say-a-prompt-has-at-least-one-character = Ein Motiv hat mindestens ein Zeichen.
say-a-prompt-has-up-to-1-000-characters-this-one-has-length = Ein Motiv hat bis zu 1000 Zeichen, dieses hat { $length }.
say-it-took-too-long = Es hat zu lange gedauert.
say-the-painter-could-not-do-it = Der Maler hat es nicht geschafft.
say-sketching = Skizze
say-painting = Farbe
say-adding-light = Licht
say-finishing = letzte Striche
say-framing = Rahmen

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
    Bei allen: { $report-all-sessions } offen, { $report-all-work } in Arbeit
status-closed = Geschlossen.
say-that-was-just-now-wait-a-second = Das war gerade eben: warte eine Sekunde.

## Die Seite

say-i-paint-pictures-from-your-words-tell-me-what-to-draw = Ich male Bilder aus deinen Worten. Sag mir, was auf das Bild soll.
