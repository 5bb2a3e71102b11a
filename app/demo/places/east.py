"""Poland, Czechia, Hungary, Romania and Ukraine."""

from app.demo.country import Country

COUNTRIES = (
    Country(
        "PL", "PLN", 5,
        men="""Łukasz Paweł Michał Grzegorz Wojciech Rafał Sławomir Jędrzej Kacper Tomasz
            Mieczysław Bartłomiej Stanisław Błażej""",
        women="""Małgorzata Agnieszka Katarzyna Zofia Bożena Świętosława Zuzanna Elżbieta Joanna
            Grażyna Wiesława Julia Żaneta Łucja""",
        last="""Nowak Wiśniewski/Wiśniewska Kowalski/Kowalska Wójcik Dąbrowski/Dąbrowska
            Zieliński/Zielińska Szymański/Szymańska Woźniak Jabłoński/Jabłońska Król
            Gołębiewski/Gołębiewska Świderski/Świderska Wróbel Żak Pawłowski/Pawłowska Ćwikła""",
        towns="""Warszawa;;00-###;+48 22 5## ## ##
            Kraków;;30-###;+48 12 3## ## ##
            Łódź;;90-###;+48 42 2## ## ##
            Wrocław;;50-###;+48 71 7## ## ##
            Gdańsk;;80-###;+48 58 3## ## ##
            Bydgoszcz;;85-###;+48 52 3## ## ##""",
        trades="""Budownictwo;Construction
            Meble;Manufacturing
            Transport;Transport and logistics
            Oprogramowanie;Technology
            Księgowość;Finance
            Wydawnictwo;Media
            Przychodnia;Healthcare
            Sady;Agriculture""",
        streets=("ul. Długa {n}", "ul. Świętokrzyska {n}/4", "al. Jerozolimskie {n}",
                 "ul. Żeromskiego {n}"),
        forms=("{} sp. z o.o.", "{} S.A.", "{} sp. j.", "{} sp. z o.o. sp. k."),
        firms=("{a} {t}", "{i} {t}", "{t} {a}", "{c} {t}", "{i}"),
        mobiles=("+48 60# ### ###", "+48 51# ### ###"),
    ),
    Country(
        "CZ", "CZK", 4,
        men="Jiří Ondřej Tomáš Vojtěch Lukáš Zdeněk Řehoř Jaroslav Matěj Bohumil Šimon Václav",
        women="""Tereza Kateřina Eliška Žofie Lenka Jiřina Růžena Markéta Božena Anežka Zdeňka
            Šárka""",
        last="""Novák/Nováková Dvořák/Dvořáková Černý/Černá Procházka/Procházková Říha/Říhová
            Šťastný/Šťastná Kučera/Kučerová Veselý/Veselá Růžička/Růžičková Ježek/Ježková
            Křížek/Křížková Zeman/Zemanová Žďárský/Žďárská Němec/Němcová""",
        towns="""Praha;;1## 00;+420 2## ### ###
            Brno;;60# 00;+420 54# ### ###
            Plzeň;;30# 00;+420 37# ### ###
            Ústí nad Labem;;400 0#;+420 47# ### ###
            České Budějovice;;370 0#;+420 38# ### ###""",
        trades="""Strojírny;Manufacturing
            Pivovar;Hospitality
            Stavby;Construction
            Sklárny;Manufacturing
            Doprava;Transport and logistics
            Systémy;Technology
            Nakladatelství;Media
            Lékárny;Healthcare""",
        streets=("Náměstí Míru {n}", "Dlouhá {n}", "Vinohradská {n}", "Příčná {n}/12"),
        forms=("{} s.r.o.", "{} a.s.", "{}, spol. s r.o.", "{} k.s."),
        firms=("{t} {a}", "{t} {c}", "{i} {t}", "{a} a {b} {t}", "{i}"),
        mobiles=("+420 60# ### ###", "+420 77# ### ###"),
    ),
    Country(
        "HU", "HUF", 2,
        men="László Gábor Zoltán Ferenc Győző Bence Ádám Márton Ödön István Péter Dániel",
        women="""Erzsébet Zsófia Katalin Ágnes Réka Ildikó Eszter Lujza Györgyi Piroska Emőke
            Noémi""",
        last="""Nagy Kovács Tóth Szabó Horváth Kiss Fekete Vörös Győri Szűcs Lőrincz Balázs
            Hegedűs Sós""",
        towns="""Budapest;;1##1;+36 1 4## ####
            Győr;;902#;+36 96 5## ###
            Szeged;;672#;+36 62 5## ###
            Debrecen;;402#;+36 52 5## ###""",
        trades="""Gépgyártó;Manufacturing
            Építő;Construction
            Szállítás;Transport and logistics
            Borászat;Agriculture
            Szoftver;Technology
            Könyvelő;Finance""",
        streets=("Kossuth Lajos utca {n}.", "Fő tér {n}.", "Petőfi Sándor utca {n}."),
        forms=("{} Kft.", "{} Zrt.", "{} Bt.", "{} Nyrt."),
        firms=("{a} {t}", "{i} {t}", "{c}i {t}", "{a} és {b} {t}"),
        mobiles=("+36 20 ### ####", "+36 30 ### ####"),
    ),
    Country(
        "RO", "RON", 2,
        men="Ștefan Andrei Ionuț Mihai Cătălin Răzvan Gheorghe Doru Bogdan Florin Sorin Iulian",
        women="""Ioana Mădălina Ștefania Ileana Anca Mihaela Țara Lăcrămioara Daniela Oana
            Ruxandra Roxana""",
        last="""Popescu Ionescu Țurcanu Stănescu Munteanu Șerban Câmpeanu Rădulescu Dănilă Bălan
            Moraru Lupu""",
        towns="""București;București;01####;+40 21 3## ####
            Cluj-Napoca;Cluj;40####;+40 264 4## ###
            Timișoara;Timiș;30####;+40 256 4## ###
            Iași;Iași;70####;+40 232 2## ###""",
        trades="""Construcții;Construction
            Transporturi;Transport and logistics
            Agro;Agriculture
            Informatică;Technology
            Mobilă;Manufacturing
            Contabilitate;Finance""",
        streets=("Strada Lipscani {n}", "Bulevardul Unirii {n}, bl. A2", "Calea Victoriei {n}"),
        forms=("{} SRL", "{} SA", "{} SRL-D"),
        firms=("{a} {t}", "{t} {a}", "{i} {t}", "{i}"),
        mobiles=("+40 72# ### ###", "+40 74# ### ###"),
    ),
    Country(
        "UA", "UAH", 2,
        men="""Олександр|oleksandr Андрій|andrii Тарас|taras Юрій|yurii Сергій|serhii
            Богдан|bohdan Євген|yevhen Василь|vasyl""",
        women="""Оксана|oksana Наталія|nataliia Юлія|yuliia Людмила|liudmyla Ярослава|yaroslava
            Катерина|kateryna Ірина|iryna Соломія|solomiia""",
        last="""Шевченко|shevchenko Коваленко|kovalenko Бондаренко|bondarenko Ковальчук|kovalchuk
            Кравець|kravets Заруцький|zarutskyi/Заруцька|zarutska Лисенко|lysenko Мельник|melnyk
            Яворський|yavorskyi/Яворська|yavorska Панченко|panchenko Щербак|shcherbak
            Їжакевич|yizhakevych""",
        towns="""Київ|kyiv;місто Київ;01###;+380 44 3## ## ##
            Львів|lviv;Львівська область;79###;+380 32 2## ## ##
            Одеса|odesa;Одеська область;65###;+380 48 7## ## ##
            Харків|kharkiv;Харківська область;61###;+380 57 7## ## ##""",
        trades="""Будівництво|budivnytstvo;Construction
            Агро|ahro;Agriculture
            Логістика|lohistyka;Transport and logistics
            Технології|tekhnolohii;Technology
            Видавництво|vydavnytstvo;Media
            Меблі|mebli;Manufacturing""",
        streets=("вул. Хрещатик, {n}", "просп. Свободи, {n}", "вул. Дерибасівська, {n}"),
        forms=("ТОВ «{}»", "ПрАТ «{}»", "ФОП {}"),
        firms=("{t} {a}", "{a} {t}", "{t} {c}"),
        mobiles=("+380 67 ### ## ##", "+380 50 ### ## ##"),
    ),
)  # fmt: skip
