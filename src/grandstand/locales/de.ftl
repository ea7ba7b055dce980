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

## Fan-Seite

fan-page-title = Dein roter Umschlag · Grandstand
fan-eyebrow = Roter Umschlag
fan-lead = Einer davon gehört dir. Öffne ihn, wann du magst: Er geht genau einmal auf, egal wie oft du fragst.
fan-open = Umschlag öffnen
fan-opening = Wird geöffnet …
fan-open-again = Noch einmal öffnen
fan-next = Nächster Umschlag
fan-yours = Für dich
fan-opened = Diesen hast du geöffnet. Frag so oft du magst: derselbe Anteil, derselbe Betrag.
fan-paused = Die Umschläge machen kurz Pause. Nichts geht verloren, und diese Seite merkt, wenn es weitergeht.
fan-closed = Diese Kampagne ist zu Ende. Was du bekommen hast, bleibt in deinem Portemonnaie.
fan-gone = Alle Umschläge sind verteilt. Der letzte ist gerade bei jemandem angekommen.
fan-waiting = Dein Platz ist sicher; nächster Versuch in { $seconds ->
    [one] { $seconds } Sekunde
   *[other] { $seconds } Sekunden
}.
fan-asking = Dein Platz ist sicher; wir fragen gerade nach.
fan-announcement = Du hast { $amount } aus „{ $title }“ bekommen.
fan-valid-until = Gültig bis { $date }
fan-empty-title = Noch keine Umschläge
fan-empty-text = Im Moment gibt es nichts zu öffnen. Komm wieder, wenn der Abend beginnt.

wallet-title = Dein Portemonnaie
wallet-empty = Hier ist noch nichts. Die Umschläge, die du öffnest, findest du hier wieder.
wallet-share = Anteil Nr. { $share }
wallet-pool-unknown = Kampagne Nr. { $pool }

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
console-state-open = Offen
console-state-paused = Pausiert
console-state-closed = Geschlossen
console-remaining = Übrig
console-spent = Ausgegeben
console-of-total = von { $total }
console-of-budget = { $part } des Budgets
console-granted = Vergebene Anteile
console-of-shares = von { NUMBER($shares) }
console-rate = Vergaben je Sekunde
console-lanes = { $lanes ->
    [one] auf { $lanes } Spur
   *[other] auf { $lanes } Spuren
}
console-live = Live
console-reconnecting = Verbindung wird wiederhergestellt …
console-burn-down = Verlauf
console-plot = Kurve des verbleibenden Budgets über die Zeit; dieselben Zahlen stehen in der Tabelle.
console-table-caption = Verbleibendes Budget über die Zeit
console-column-time = Zeit
console-column-remaining = Übrig
console-column-granted = Vergeben
console-no-points = Noch ist kein Anteil vergeben. Die Kurve beginnt mit dem ersten.
console-acts = Protokoll
console-acts-caption = Wer diesen Topf wann und warum geändert hat
console-acts-empty = An diesem Topf wurde noch nichts geändert.
console-column-when = Wann
console-column-act = Handlung
console-column-reason = Grund
console-column-who = Wer
console-act-pool-created = Angelegt
console-act-pool-opened = Geöffnet
console-act-pool-paused = Pausiert
console-act-pool-resumed = Fortgesetzt
console-act-pool-closed = Geschlossen

console-do-open = Öffnen
console-do-pause = Pausieren
console-do-resume = Fortsetzen
console-do-close = Schließen
console-ask-open = Diesen Topf öffnen?
console-ask-pause = Diesen Topf pausieren?
console-ask-resume = Diesen Topf fortsetzen?
console-ask-close = Diesen Topf endgültig schließen?
console-effect-open = Fans können sofort Umschläge öffnen.
console-effect-pause = Bis du fortsetzt, geht kein Umschlag auf. Vergebene Anteile bleiben, wie sie sind.
console-effect-resume = Fans können sofort wieder Umschläge öffnen.
console-effect-close = Ein geschlossener Topf geht nie wieder auf. Vergebene Anteile bleiben, wie sie sind.
console-confirm-open = Topf öffnen
console-confirm-pause = Topf pausieren
console-confirm-resume = Topf fortsetzen
console-confirm-close = Topf schließen
console-reason = Grund
console-reason-hint = Er steht danach im Protokoll, { $min } bis { $max } Zeichen.
console-reason-missing = Bitte gib einen Grund mit { $min } bis { $max } Zeichen an.
console-done-open = Der Topf ist offen.
console-done-pause = Der Topf ist pausiert.
console-done-resume = Der Topf ist wieder offen.
console-done-close = Der Topf ist geschlossen.

console-form-titles = Titel
console-form-titles-hint = Mindestens eine Sprache; Fans sehen ihre eigene, sonst Englisch.
console-form-budget = Budget
console-form-total = Gesamtbetrag
console-form-currency = Währung
console-form-shares = Zahl der Anteile
console-form-minimum = Kleinster Anteil
console-form-curve = Verteilung
console-form-curve-uniform = Per Los
console-form-curve-equal = Alle gleich
console-form-occasions = Anlässe
console-form-occasions-hint = Mit Kommas trennen. Jeder Fan bekommt einen Anteil je Anlass.
console-form-valid-until = Anteile gültig bis (freiwillig)
console-form-submit = Als Entwurf anlegen
console-form-wrong-title = Bitte gib in mindestens einer Sprache einen Titel an.
console-form-wrong-currency = Bitte gib einen Währungscode mit drei Buchstaben an, etwa CNY.
console-form-wrong-amount = Bitte gib Beträge als einfache Zahlen an, etwa 200000 oder 0,01.
console-form-wrong-shares = Bitte gib eine ganze Zahl von Anteilen an, mindestens 1.
console-form-wrong-budget = Der Gesamtbetrag reicht nicht: Jeder Anteil braucht mindestens den kleinsten Betrag.
console-form-wrong-occasions = Bitte nenne 1 bis { $max } Anlässe.
console-form-done = Der Topf ist als Entwurf angelegt.

## Vorführung

demo-pool-title = Der Umschlag zum Eröffnungsabend
demo-night-title = Die Nacht des 6. Februar
