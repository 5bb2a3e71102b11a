"""Germany, Austria and Switzerland."""

from app.demo.country import Country

_MEN = """Lukas Jürgen Matthias Felix Jörg Sebastian Günther Tobias Björn Maximilian Andreas
    Rüdiger Florian Hans-Peter Stefan Jonas Thomas Wolfgang"""
_WOMEN = """Anna Käthe Sabine Lena Jördis Katharina Ingrid Mia Birgit Hannelore Sophie Ute
    Franziska Anke Marlene Clara Renate Julia"""
_TRADES = """Maschinenbau;Manufacturing
    Software;Technology
    Logistik;Transport and logistics
    Elektrotechnik;Manufacturing
    Hausverwaltung;Real estate
    Steuerberatung;Finance
    Apotheken;Healthcare
    Verlag;Media
    Bau;Construction
    Solartechnik;Energy
    Autohaus;Automotive
    Möbel;Retail"""
_FIRMS = ("{a} {t}", "{i} {t}", "{a} & {b} {t}", "{t} {a}", "{a} & Söhne {t}", "{i}")

COUNTRIES = (
    Country(
        "DE", "EUR", 14,
        men=_MEN,
        women=_WOMEN,
        last="""Müller Schäfer Köhler Weiß Schröder Krüger Großmann Jäger Böhm Hoffmann Lehmann
            Fuchs Brandt Vogt Seidel Kühn Pfeiffer Lindemann Bergström-Haas von_Arnsberg Öztürk
            Nowak Zimmermann Kaßner""",
        towns="""Berlin;;10###;+49 30 23125 ###
            Hamburg;;20###;+49 40 66969 ###
            München;;80###;+49 89 99998 ###
            Köln;;50###;+49 221 4710 ###
            Frankfurt am Main;;60###;+49 69 90009 ###
            Nürnberg;;904##;+49 911 5### ###
            Görlitz;;02826;+49 3581 4## ###
            Münster;;481##;+49 251 6## ####""",
        trades=_TRADES,
        streets=("Hauptstraße {n}", "Lindenallee {n}", "Am Alten Hafen {n}", "Goethestraße {n}",
                 "Mühlenweg {n}", "Bahnhofstraße {n}"),
        forms=("{} GmbH", "{} GmbH", "{} GmbH & Co. KG", "{} AG", "{} KG", "{} e. K."),
        firms=_FIRMS,
        mobiles=("+49 176 040690##", "+49 171 39200##"),
    ),
    Country(
        "AT", "EUR", 4,
        men=_MEN,
        women=_WOMEN,
        last="""Gruber Huber Pichler Moser Steiner Höller Brunner Eder Pöschl Mayrhofer Zauner
            Lechner Kröpfl Fürst Wögerbauer Haslinger""",
        towns="""Wien;;1##0;+43 1 5## ## ##
            Graz;;80#0;+43 316 8## ###
            Salzburg;;50#0;+43 662 6## ###
            Innsbruck;;60#0;+43 512 5## ###
            St. Pölten;;31##;+43 2742 3## ###""",
        trades=_TRADES,
        streets=("Mariahilfer Straße {n}", "Kärntner Gasse {n}", "Schloßgasse {n}",
                 "Am Graben {n}"),
        forms=("{} GmbH", "{} GmbH", "{} AG", "{} OG", "{} e.U."),
        firms=_FIRMS,
        mobiles=("+43 664 #######",),
    ),
    Country(
        "CH", "CHF", 5,
        men="""Urs Reto Beat Lukas Jérôme Luca Matteo Noé Andri Markus Daniel Loïc Fabrice
            Gian-Andrea""",
        women="""Ursina Regula Céline Chiara Noëlle Sandra Vreni Aline Ladina Monika Elena Mélanie
            Seraina Annemarie""",
        last="""Meier Zürcher Bürki Aebischer Rochat Favre Bernasconi Caduff Nüesch Schüpbach Wyss
            Perrin Bianchi Käser Dürrenmatt Gerber""",
        towns="""Zürich;;80##;+41 44 5## ## ##
            Genève;;12##;+41 22 5## ## ##
            Basel;;40##;+41 61 5## ## ##
            Lausanne;;10##;+41 21 5## ## ##
            Lugano;;69##;+41 91 5## ## ##
            Chur;;70##;+41 81 5## ## ##""",
        trades=_TRADES,
        streets=("Seestrasse {n}", "Rue du Marché {n}", "Via Nassa {n}", "Bahnhofstrasse {n}"),
        forms=("{} AG", "{} AG", "{} GmbH", "{} SA", "{} Sàrl"),
        firms=_FIRMS,
        mobiles=("+41 79 ### ## ##", "+41 76 ### ## ##"),
    ),
)  # fmt: skip
