### Was Grandstand auf Deutsch sagt. Jeder Katalog enthält dieselben Nachrichten mit denselben Variablen.

## Jede Seite

kit-tagline = Die Nacht, in der alle kommen.
kit-skip = Zum Inhalt springen
kit-language = Sprache
kit-theme-auto = Farbschema: automatisch
kit-theme-light = Farbschema: hell
kit-theme-dark = Farbschema: dunkel
kit-loading = Einen Moment …
kit-try-again = Noch einmal versuchen
kit-load-more = Mehr anzeigen
kit-cancel = Abbrechen
kit-close = Schließen
kit-sign-out = Abmelden
kit-console = Leitstand
kit-fan-page = Zu den Umschlägen
kit-role-fan = Fan
kit-role-operator = Betrieb
kit-role-auditor = Revision
kit-role-noc = Komiteemitglied
kit-role-replay = Replay-Regie
kit-unreachable = Keine Verbindung zum Server. Prüfe dein Netz und versuche es noch einmal.

## Fehler, nach ihrem festen Code

error-auth-missing = Du bist nicht angemeldet.
error-auth-invalid = Diese Anmeldung ist ungültig.
error-auth-expired = Deine Anmeldung ist abgelaufen.
error-auth-code_used = Dieser Anmeldelink ist abgelaufen oder wurde schon benutzt.
error-auth-forbidden = Deine Rolle erlaubt das nicht.
error-auth-guests_closed = Gäste können hier keine Umschläge öffnen. Bitte benutze den Anmeldelink, den du bekommen hast.
error-auth-cross_site = Die Anfrage kam von einer fremden Seite und wurde abgelehnt.
error-request-invalid = An der Anfrage stimmt etwas nicht. Bitte prüfe deine Angaben.
error-request-too_large = Die Anfrage ist zu groß.
error-request-timeout = Die Anfrage hat zu lange gebraucht. Bitte versuche es noch einmal.
error-request-not_found = Unter dieser Adresse gibt es nichts.
error-limit-rate = Du fragst sehr oft. Bitte warte einen Moment.
error-server-overloaded = Gerade sind sehr viele Menschen hier. Bitte versuche es gleich noch einmal.
error-database-unavailable = Die Bücher sind gerade nicht erreichbar. Nichts geht verloren; bitte versuche es gleich noch einmal.
error-server-internal = Bei uns ist etwas schiefgegangen.
error-campaign-pool_unknown = Diese Kampagne gibt es nicht.
error-campaign-not_open = Die Umschläge lassen sich gerade nicht öffnen.
error-campaign-gone = Alle Umschläge sind verteilt.
error-campaign-occasion_unknown = Diesen Anlass gibt es in der Kampagne nicht.
error-campaign-state_conflict = Der Zustand des Topfs erlaubt das nicht. Vielleicht war jemand schneller.
error-campaign-plan_invalid = Dieser Plan geht nicht auf. Bitte prüfe Beträge, Zahl der Anteile und Anlässe.
error-campaign-claim_unknown = Für diesen Anlass hast du keinen Anteil.
error-campaign-raise_unknown = Diese Erhöhung gibt es nicht.
error-campaign-receipt_invalid = Die Quittung beweist nicht, was sie sagt.
error-campaign-ledger_invalid = Diese Datei ist kein Hauptbuch, das sich prüfen lässt.

## Fan-Seite

fan-page-title = Dein roter Umschlag · Grandstand
fan-eyebrow = Roter Umschlag
fan-lead = Einer davon gehört dir. Öffne ihn, wann du magst: Er geht genau einmal auf, egal wie oft du fragst.
fan-scheduled = Einer davon gehört dir. Alle gehen im selben Augenblick auf; diese Seite weiß, wann, und du brauchst sie nicht neu zu laden.
fan-opens-at = Öffnet: { $date }
fan-opens-in = Zeit bis zur Öffnung
fan-open-now = Die Umschläge sind jetzt offen.
fan-open = Umschlag öffnen
fan-opening = Wird geöffnet …
fan-open-again = Noch einmal öffnen
fan-next = Nächster Umschlag
fan-yours = Für dich
fan-opened = Diesen hast du geöffnet. Frag so oft du magst: derselbe Anteil, derselbe Betrag.
fan-paused = Die Umschläge machen kurz Pause. Nichts geht verloren, und diese Seite merkt, wenn es weitergeht.
fan-closed = Diese Kampagne ist zu Ende. Was du bekommen hast, bleibt in deinem Portemonnaie.
fan-revealed = Diese Kampagne ist zu Ende und ihr Startwert ist offengelegt: Jetzt kannst du deinen Betrag bis auf die letzte Stelle nachprüfen.
fan-gone = Alle Umschläge sind verteilt. Der letzte ist gerade bei jemandem angekommen.
fan-waiting = Dein Platz ist sicher; nächster Versuch in { $seconds ->
    [one] { $seconds } Sekunde
   *[other] { $seconds } Sekunden
}.
fan-asking = Dein Platz ist sicher; wir fragen gerade nach.
fan-announcement = Du hast { $amount } aus „{ $title }“ bekommen.
fan-valid-until = Gültig bis { $date }
fan-verify = Stand fest, bevor du kamst: nachprüfen
fan-empty-title = Noch keine Umschläge
fan-empty-text = Im Moment gibt es nichts zu öffnen. Komm wieder, wenn der Abend beginnt.

wallet-title = Dein Portemonnaie
wallet-empty = Hier ist noch nichts. Die Umschläge, die du öffnest, findest du hier wieder.
wallet-share = Anteil Nr. { $share }
wallet-pool-unknown = Kampagne Nr. { $pool }
wallet-verify = Nachprüfen
wallet-verify-share = Nachprüfen: Anteil Nr. { $share }

## Nachweis eines Anteils

proof-title = Stand fest, bevor du kamst
proof-lead = Dein Betrag war entschieden, bevor du den Umschlag geöffnet hast. Diese Seite prüft das selbst nach, hier in deinem Browser.
proof-passed = stimmt
proof-pending = folgt später
proof-failed = stimmt nicht
proof-signature = Die Quittung ist unterschrieben
proof-signature-passed = Die Unterschrift gehört zum Schlüssel { $key }, der für diese Kampagne veröffentlicht ist.
proof-claim = Sie handelt von deinem Anteil
proof-claim-passed = Anteil Nr. { $share }, { $amount }, Anlass „{ $occasion }“: genau wie in deinem Portemonnaie.
proof-batch = Er steht in den Büchern
proof-batch-passed = { $claims ->
    [one] Deiner ist der einzige Eintrag in Stapel { $batch } von Spur { $lane }, und er führt zur unterschriebenen Wurzel.
   *[other] In Stapel { $batch } von Spur { $lane } stehen { $claims } Einträge, und von deinem führt ein Pfad zur unterschriebenen Wurzel.
}
proof-budget = Die Beträge standen vorher fest
proof-budget-passed = Sie wurden am { $committed } festgelegt; dein Umschlag ging am { $opened } auf. Der unterschriebene Stapel nennt genau diese Festlegung.
proof-seed = Der Startwert passt zur Festlegung
proof-seed-pending = Der Startwert wird nach dem Ende offengelegt. Bis dahin hält ihn diese vorab veröffentlichte Festlegung fest:
proof-seed-passed = Der Startwert ist offengelegt. Zusammen mit den Bedingungen ergibt er genau die Festlegung, die vorab veröffentlicht war.
proof-amount = Der Betrag folgt aus dem Startwert
proof-amount-pending = Sobald der Startwert offengelegt ist, rechnet dein Browser deinen Betrag noch einmal aus, allein aus dem Startwert.
proof-amount-passed = Aus dem Startwert neu berechnet ist Anteil Nr. { $share } genau { $amount } wert: das, was du bekommen hast.
proof-verdict-passed = Alles stimmt: Dein Betrag stand fest, bevor du kamst.
proof-verdict-pending = Alles, was sich heute prüfen lässt, stimmt. Der Rest folgt, sobald der Startwert offengelegt ist.
proof-verdict-failed = Etwas stimmt nicht. Sichere diesen Nachweis und zeige ihn der Revision.
proof-why-unreadable = Dieser Teil des Nachweises ist nicht lesbar.
proof-why-key-unknown = Die Quittung nennt einen Schlüssel, der für diese Kampagne nicht veröffentlicht ist.
proof-why-signature-wrong = Die Unterschrift passt nicht zu dieser Quittung: Etwas darin wurde verändert.
proof-why-other-pool = Die Quittung gehört zu einer anderen Kampagne.
proof-why-other-share = Die Quittung nennt einen anderen Anteil als dein Portemonnaie.
proof-why-other-amount = Die Quittung nennt einen anderen Betrag als dein Portemonnaie.
proof-why-other-occasion = Die Quittung nennt einen anderen Anlass als dein Portemonnaie.
proof-why-path-wrong = Der Pfad führt nicht von deinem Eintrag zur unterschriebenen Wurzel.
proof-why-head-differs = An dieser Stelle wurde ein anderer Stapel veröffentlicht als der, der dir unterschrieben wurde.
proof-why-budget-unknown = Der unterschriebene Stapel nennt andere Festlegungen als die veröffentlichten.
proof-why-tranche-missing = Dein Anteil liegt in keinem Teil des Budgets, der damals schon festgelegt war.
proof-why-committed-late = Die Festlegung wurde erst veröffentlicht, nachdem dein Umschlag offen war.
proof-why-commitment-wrong = Startwert und Bedingungen ergeben nicht die veröffentlichte Festlegung.
proof-why-terms-differ = Die festgelegten Bedingungen sind nicht die dieser Kampagne.
proof-why-amount-differs = Aus dem Startwert folgt ein anderer Betrag als der, den du bekommen hast.
proof-save = Nachweis sichern
proof-again = Quittung neu holen
proof-figures = Die Zahlen dazu
proof-figure-claim = Zeile deines Eintrags
proof-figure-header = Zeile des Stapels
proof-figure-path = Pfad zur Wurzel
proof-figure-signature = Unterschrift
proof-figure-key = Öffentlicher Schlüssel
proof-figure-commitment = Festlegung
proof-figure-seed = Startwert

## Anmeldeseite

sign-in-page-title = Anmelden · Grandstand
sign-in-title = Anmelden
sign-in-working = Dein Link wird geprüft …
sign-in-done = Du bist angemeldet. Gleich geht es weiter …
sign-in-no-code = Diese Seite braucht einen Anmeldelink. Öffne den Link, den du bekommen hast; er gilt einmal.
sign-in-refused = Bitte lass dir einen neuen Link schicken. Jeder gilt einmal und nur für kurze Zeit.

## Leitstand

console-page-title = Leitstand · Grandstand
console-title = Leitstand
console-gate-title = Diese Seite ist für den Betrieb
console-gate-signed-out = Du bist nicht angemeldet. Öffne einen Anmeldelink für Betrieb oder Revision.
console-gate-role = Du bist angemeldet als: { $role }. Diese Seite braucht die Rolle Betrieb oder Revision.
console-auditor-note = Du bist als Revision angemeldet: Du siehst alles und änderst nichts.
console-pool = Topf
console-no-pools = Es gibt noch keinen Topf.
console-new-pool = Neuer Topf
console-figures = Kennzahlen
console-state = Zustand
console-state-draft = Entwurf
console-state-scheduled = Geplant
console-state-open = Offen
console-state-paused = Pausiert
console-state-closed = Geschlossen
console-state-revealed = Offengelegt
console-opens-at = Öffnet: { $time }
console-opened-at = Geöffnet: { $time }
console-closes-at = Schließt: { $time }
console-valid-until = Anteile gültig bis { $time }
console-faults = Die Bücher gehen nicht auf
console-faults-advice = Das hat die laufende Prüfung gefunden. Pausiere den Topf und geh der Sache nach, bevor es weitergeht.
console-remaining = Übrig
console-spent = Ausgegeben
console-of-total = von { $total }
console-of-budget = { $part } des Budgets
console-granted = Vergebene Anteile
console-of-shares = von { NUMBER($shares) }
console-rate = Je Sekunde
console-forecast = Leer um
console-ahead = { $shares } über Plan
console-behind = { $shares } unter Plan
console-lanes = { $lanes ->
    [one] auf { $lanes } Spur
   *[other] auf { $lanes } Spuren
}
console-live = Live
console-reconnecting = Verbindung wird wiederhergestellt …
console-burn-down = Verlauf
console-plot = Kurve des verbleibenden Budgets über die Zeit; dieselben Zahlen stehen in der Tabelle.
console-plan = Plan: leer um { $time }
console-empty-at = In diesem Tempo: leer um { $time }
console-table-caption = Verbleibendes Budget über die Zeit
console-column-time = Zeit
console-column-remaining = Übrig
console-column-granted = Vergeben
console-no-points = Noch ist kein Anteil vergeben. Die Kurve beginnt mit dem ersten.
console-lanes-title = Spuren
console-lanes-caption = Wie weit jede Spur vergeben ist
console-column-lane = Spur
console-column-free = Frei
console-column-batches = Stapel
console-refusals = Abgewiesen
console-refusals-caption = Was statt eines Anteils geantwortet wurde
console-refusals-none = Bisher wurde niemand abgewiesen.
console-column-answer = Antwort
console-column-times = Wie oft
console-published = Für alle veröffentlicht
console-export = Hauptbuch herunterladen
console-export-later = Die Revision kann das Hauptbuch jederzeit herunterladen, alle anderen nach der Offenlegung.
console-tranche = Teil { $number }: { $shares } Anteile, { $amount }, festgelegt am { $date }
console-commitment = Festlegung
console-seed = Startwert
console-heads-none = Noch hat keine Kette begonnen. Jede Spur beginnt ihre mit dem ersten Stapel.
console-heads-caption = Wie weit die Kette jeder Spur ist
console-column-batch = Stapel
console-column-head = Kopf der Kette
console-raises = Wartet auf eine zweite Person
console-raise-of = { $amount } mehr, in { $shares } Anteilen
console-raise-by = Vorgeschlagen von { $who } am { $date }.
console-raise-mine = Freigeben muss sie jemand anderes aus dem Betrieb.
console-raise-budget = Zusätzlich, in { $currency }
console-acts = Protokoll
console-acts-caption = Wer diesen Topf wann und warum geändert hat
console-acts-empty = An diesem Topf wurde noch nichts geändert.
console-column-when = Wann
console-column-act = Handlung
console-column-reason = Grund
console-column-who = Wer
console-act-pool-created = Angelegt
console-act-pool-scheduled = Geplant
console-act-pool-opened = Geöffnet
console-act-pool-paused = Pausiert
console-act-pool-resumed = Fortgesetzt
console-act-pool-extended = Gültigkeit verlängert
console-act-pool-raise-proposed = Erhöhung vorgeschlagen
console-act-pool-raised = Budget erhöht
console-act-pool-closed = Geschlossen
console-act-pool-revealed = Startwert offengelegt
console-as-planned = Wie geplant
console-clock = Die Uhr

console-do-open = Öffnen
console-do-pause = Pausieren
console-do-resume = Fortsetzen
console-do-close = Schließen
console-do-schedule = Planen
console-do-extend = Verlängern
console-do-raise = Erhöhen
console-do-approve = Freigeben
console-do-reveal = Startwert offenlegen
console-ask-open = Diesen Topf öffnen?
console-ask-pause = Diesen Topf pausieren?
console-ask-resume = Diesen Topf fortsetzen?
console-ask-close = Diesen Topf endgültig schließen?
console-ask-schedule = Diesen Topf planen?
console-ask-extend = Gültigkeit verlängern?
console-ask-raise = Ein größeres Budget vorschlagen?
console-ask-approve = Diese Erhöhung freigeben?
console-ask-reveal = Den Startwert dieses Topfs offenlegen?
console-effect-open = Fans können sofort Umschläge öffnen.
console-effect-pause = Bis du fortsetzt, geht kein Umschlag auf. Vergebene Anteile bleiben, wie sie sind.
console-effect-resume = Fans können sofort wieder Umschläge öffnen.
console-effect-close = Ein geschlossener Topf geht nie wieder auf. Vergebene Anteile bleiben, wie sie sind.
console-effect-schedule = Fans sehen die Uhrzeit, und der Topf öffnet dann von selbst. Ab jetzt stehen seine Beträge fest.
console-effect-extend = Alle Anteile dieses Topfs gelten bis zum neuen Zeitpunkt, auch die schon vergebenen.
console-effect-raise = Die neuen Anteile kommen hinzu, mit einer eigenen Festlegung. Es ändert sich nichts, bis eine zweite Person aus dem Betrieb sie freigibt.
console-effect-approve = Die neuen Anteile werden festgelegt und können sofort geöffnet werden.
console-effect-reveal = Danach können alle jeden Betrag nachprüfen und das Hauptbuch herunterladen. Das lässt sich nicht zurücknehmen.
console-confirm-open = Topf öffnen
console-confirm-pause = Topf pausieren
console-confirm-resume = Topf fortsetzen
console-confirm-close = Topf schließen
console-confirm-schedule = Topf planen
console-confirm-extend = Gültigkeit verlängern
console-confirm-raise = Erhöhung vorschlagen
console-confirm-approve = Erhöhung freigeben
console-confirm-reveal = Startwert offenlegen
console-reason = Grund
console-reason-hint = Er steht danach im Protokoll, { $min } bis { $max } Zeichen.
console-reason-missing = Bitte gib einen Grund mit { $min } bis { $max } Zeichen an.
console-done-open = Der Topf ist offen.
console-done-pause = Der Topf ist pausiert.
console-done-resume = Der Topf ist wieder offen.
console-done-close = Der Topf ist geschlossen.
console-done-schedule = Der Topf ist geplant.
console-done-extend = Die Gültigkeit ist verlängert.
console-done-raise = Die Erhöhung ist vorgeschlagen. Jemand anderes aus dem Betrieb muss sie freigeben.
console-done-approve = Das Budget ist erhöht.
console-done-reveal = Der Startwert ist offengelegt.
console-extend-until = Anteile gültig bis
console-extend-wrong = Bitte gib einen Zeitpunkt nach dem jetzigen Ende an.

console-form-titles = Titel
console-form-titles-hint = Mindestens eine Sprache; Fans sehen ihre eigene, sonst Englisch.
console-form-budget = Budget
console-form-total = Gesamtbetrag
console-form-currency = Währung
console-form-shares = Zahl der Anteile
console-form-minimum = Kleinster Anteil
console-form-curve = Verteilung
console-form-curve-uniform = Gleichmäßig gestreut
console-form-curve-exponential = Viele kleine, wenige große
console-form-curve-equal = Alle gleich
console-form-curve-lottery = Gewinnstufen
console-form-curve-uniform-hint = Jeder Betrag vom kleinsten bis etwa zum Doppelten des Durchschnitts ist gleich wahrscheinlich.
console-form-curve-exponential-hint = Die meisten Anteile liegen unter dem Durchschnitt, einige weit darüber.
console-form-curve-equal-hint = Alle Beträge sind gleich, bis auf die kleinste Einheit.
console-form-curve-lottery-hint = Von jedem Betrag genau so viele Anteile; wer welchen bekommt, entscheidet das Los.
console-form-tiers = Gewinnstufen
console-form-tier = , Stufe { $tier }
console-form-tier-shares = Anteile
console-form-tier-amount = Betrag je Anteil
console-form-tier-remove = Stufe { $tier } entfernen
console-form-tier-add = Noch eine Stufe
console-form-tiers-open = Die Summe erscheint, sobald jede Stufe vollständig ist.
console-form-tiers-sum = Zusammen { $shares } Anteile, { $total }
console-form-times = Zeiten
console-form-times-hint = Alle freiwillig, in deiner Zeitzone. Ein Topf mit Öffnungszeit lässt sich planen.
console-form-opens-at = Öffnet
console-form-closes-at = Schließt
console-form-occasions = Anlässe
console-form-occasions-hint = Mit Kommas trennen. Jeder Fan bekommt einen Anteil je Anlass.
console-form-valid-until = Anteile gültig bis
console-form-submit = Als Entwurf anlegen
console-form-wrong-title = Bitte gib in mindestens einer Sprache einen Titel an.
console-form-wrong-currency = Bitte gib einen Währungscode mit drei Buchstaben an, etwa CNY.
console-form-wrong-amount = Bitte gib Beträge als einfache Zahlen an, etwa 200000 oder 0,01.
console-form-wrong-shares = Bitte gib eine ganze Zahl von Anteilen an, mindestens 1.
console-form-wrong-budget = Der Gesamtbetrag reicht nicht: Jeder Anteil braucht mindestens den kleinsten Betrag.
console-form-wrong-occasions = Bitte nenne 1 bis { $max } Anlässe.
console-form-wrong-tiers = Bitte gib jeder Stufe eine ganze Zahl von Anteilen und einen Betrag; zusammen muss etwas ausgezahlt werden.
console-form-wrong-times = Geschlossen wird erst nach dem Öffnen.
console-form-done = Der Topf ist als Entwurf angelegt.

## Vorführung

demo-pool-title = Der Umschlag zum Eröffnungsabend
demo-night-title = Die Nacht des 6. Februar
