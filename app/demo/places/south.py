"""Spain, Portugal, Italy and Greece."""

from app.demo.country import Country

COUNTRIES = (
    Country(
        "ES", "EUR", 6,
        men="""José Íñigo Álvaro Jesús Martín Javier Rubén Andrés Óscar Xavier Iker Germán Sergio
            Raúl""",
        women="""María Lucía Inés Begoña Núria Carmen Concepción Ainhoa Sofía Mercè Pilar Belén
            Rocío Noemí""",
        last="""García Núñez Ibáñez Fernández Muñoz Gutiérrez Peña Echeverría López Castaño
            Martínez_de_la_Rosa Güell Sáenz Ordóñez Vázquez Zúñiga""",
        towns="""Madrid;Madrid;280##;+34 91 0## ## ##
            Barcelona;Barcelona;080##;+34 93 0## ## ##
            Sevilla;Sevilla;410##;+34 955 0# ## ##
            Málaga;Málaga;290##;+34 951 0# ## ##
            A Coruña;A Coruña;150##;+34 881 0# ## ##""",
        trades="""Construcciones;Construction
            Aceites;Agriculture
            Transportes;Transport and logistics
            Asesores;Finance
            Clínica;Healthcare
            Informática;Technology
            Inmobiliaria;Real estate
            Hoteles;Hospitality""",
        streets=("Calle Mayor, {n}", "Avenida de la Constitución, {n}", "Paseo de Gracia, {n}",
                 "Plaza de España, {n}, 3º B"),
        forms=("{}, S.L.", "{}, S.A.", "{}, S.L.U."),
        firms=("{t} {a}", "{t} {a} y {b}", "{t} {c}", "{i} {t}", "Hermanos {a} {t}"),
        mobiles=("+34 6## ## ## ##",),
    ),
    Country(
        "PT", "EUR", 3,
        men="João Rui Tomás Gonçalo Vítor António Duarte Simão Estêvão Nuno Luís Zé",
        women="Inês Catarina Conceição Mafalda Lídia Leonor Graça Joana Benedita Sónia Íris Rita",
        last="""Silva Gonçalves Magalhães Simões Conceição Araújo Fontão Brandão Guimarães Falcão
            de_Sá Vasconcelos Nóbrega Pinheiro""",
        towns="""Lisboa;;1#00-###;+351 21 1## ####
            Porto;;4#00-###;+351 22 1## ####
            Coimbra;;3000-###;+351 239 0## ###
            Évora;;7000-###;+351 266 0## ###
            Guimarães;;4800-###;+351 253 0## ###""",
        trades="""Construções;Construction
            Cortiças;Manufacturing
            Vinhos;Agriculture
            Transportes;Transport and logistics
            Informática;Technology
            Calçados;Retail
            Farmácias;Healthcare""",
        streets=("Rua Augusta, {n}", "Avenida da Liberdade, {n}", "Largo do Carmo, {n}"),
        forms=("{}, Lda.", "{}, S.A.", "{}, Unipessoal Lda."),
        firms=("{t} {a}", "{t} {a} & {b}", "{i} {t}", "{a} & Filhos {t}"),
        mobiles=("+351 91# ### ###", "+351 93# ### ###"),
    ),
    Country(
        "IT", "EUR", 6,
        men="""Giuseppe Niccolò Luca Matteo Alessandro Lorenzo Francesco Gianluca Davide
            Pier_Paolo Salvatore Mosè Enrico Dario""",
        women="""Giulia Chiara Francesca Martina Beatrice Anna_Maria Lucrezia Nicolò Serena Ilaria
            Carlotta Mariù Rosalba Elisa""",
        last="""Rossi Ferrari Colombo D'Angelo Esposito Ricci Lo_Presti Bianchi Dell'Acqua Moretti
            Cantù Barbieri De_Luca Cicerò Fontana Marchetti""",
        towns="""Roma;Roma;001##;+39 06 5### ####
            Milano;Milano;201##;+39 02 5### ####
            Torino;Torino;101##;+39 011 5## ####
            Forlì;Forlì-Cesena;47121;+39 0543 2####
            Napoli;Napoli;801##;+39 081 5## ####
            Bologna;Bologna;401##;+39 051 5## ####""",
        trades="""Meccanica;Manufacturing
            Ceramiche;Manufacturing
            Edilizia;Construction
            Trasporti;Transport and logistics
            Vini;Agriculture
            Informatica;Technology
            Arredamenti;Retail
            Studio Legale;Legal services
            Alberghi;Hospitality""",
        streets=("Via Garibaldi, {n}", "Corso Umberto I, {n}", "Piazza Dante, {n}",
                 "Viale Europa, {n}/A"),
        forms=("{} S.r.l.", "{} S.p.A.", "{} S.n.c.", "{} S.r.l."),
        firms=("{t} {a}", "{a} {t}", "{t} Fratelli {a}", "{i} {t}", "{t} {a} & {b}"),
        mobiles=("+39 340 ### ####", "+39 347 ### ####"),
    ),
    Country(
        "GR", "EUR", 2,
        men="""Γιώργος|giorgos Νίκος|nikos Δημήτρης|dimitris Κώστας|kostas Παναγιώτης|panagiotis
            Σπύρος|spyros Θανάσης|thanasis Ηλίας|ilias""",
        women="""Μαρία|maria Ελένη|eleni Κατερίνα|katerina Σοφία|sofia Δέσποινα|despoina
            Ευαγγελία|evangelia Ιωάννα|ioanna Χρυσούλα|chrysoula""",
        last="""Παπαδόπουλος|papadopoulos/Παπαδοπούλου|papadopoulou Οικονόμου|oikonomou
            Γεωργίου|georgiou Αλεξίου|alexiou Καραγιάννης|karagiannis/Καραγιάννη|karagianni
            Βασιλείου|vasileiou Νικολαΐδης|nikolaidis/Νικολαΐδου|nikolaidou
            Μακρής|makris/Μακρή|makri""",
        towns="""Αθήνα|athina;;10# ##;+30 21 0### ####
            Θεσσαλονίκη|thessaloniki;;54# ##;+30 2310 ### ###
            Πάτρα|patra;;26# ##;+30 2610 ### ###
            Ηράκλειο|irakleio;;71# ##;+30 2810 ### ###""",
        trades="""Ναυτιλιακή|naftiliaki;Transport and logistics
            Τεχνική|techniki;Construction
            Ελαιώνες|elaiones;Agriculture
            Εκδόσεις|ekdoseis;Media
            Ξενοδοχεία|xenodocheia;Hospitality
            Πληροφορική|pliroforiki;Technology""",
        streets=("Ερμού {n}", "Λεωφόρος Αλεξάνδρας {n}", "Τσιμισκή {n}"),
        forms=("{} Α.Ε.", "{} Ε.Π.Ε.", "{} Ο.Ε."),
        firms=("{t} {a}", "{a} {t}", "{t} {c}"),
        mobiles=("+30 690 ### ####", "+30 697 ### ####"),
    ),
)  # fmt: skip
