"""Turkey, the Middle East and Africa."""

from app.demo.country import Country

_ENGLISH_TRADES = """Holdings;Finance
    Farms;Agriculture
    Logistics;Transport and logistics
    Textiles;Manufacturing
    Energy;Energy
    Clinics;Healthcare
    Media;Media
    Telecoms;Telecommunications"""

COUNTRIES = (
    Country(
        "TR", "TRY", 4,
        men="Mehmet Çağrı Ömer Emre İbrahim Yiğit Şükrü Oğuz Barış Ünal Gökhan Işık",
        women="Ayşe Zeynep Gülşen Elif Özlem Çiğdem Şeyma İrem Nurgül Büşra Ebru Müge",
        last="""Yılmaz Şahin Öztürk Çelik Kılıç Aydın Güneş Doğan İnce Çakır Işıklı Bağcı Türkoğlu
            Ertürk""",
        towns="""İstanbul|istanbul;İstanbul;34###;+90 212 9## ## ##
            Ankara;Ankara;06###;+90 312 9## ## ##
            İzmir|izmir;İzmir;35###;+90 232 9## ## ##
            Eskişehir;Eskişehir;26###;+90 222 9## ## ##
            Diyarbakır;Diyarbakır;21###;+90 412 9## ## ##""",
        trades="""İnşaat|insaat;Construction
            Tekstil;Manufacturing
            Lojistik;Transport and logistics
            Yazılım;Technology
            Gıda;Retail
            Turizm;Hospitality
            Eczanesi;Healthcare""",
        streets=("Atatürk Caddesi No: {n}", "İstiklal Caddesi No: {n}", "Çınar Sokak No: {n}/5"),
        forms=("{} A.Ş.", "{} Ltd. Şti.", "{} Ltd. Şti."),
        firms=("{a} {t}", "{i} {t}", "{c} {t}", "{a} Kardeşler {t}"),
        mobiles=("+90 53# ### ## ##", "+90 50# ### ## ##"),
    ),
    Country(
        "IL", "ILS", 2,
        men="יוסף|yosef דוד|david אורי|uri משה|moshe איתן|eitan גלעד|gilad נועם|noam עומר|omer",
        women="שרה|sara רחל|rachel מיכל|michal תמר|tamar נועה|noa יעל|yael שירה|shira הדס|hadas",
        last="""כהן|cohen לוי|levi מזרחי|mizrahi פרץ|peretz ביטון|biton אברהם|avraham
            פרידמן|friedman שפירא|shapira ברק|barak גולן|golan""",
        towns="""תל אביב|tel-aviv;;61#####;+972 3-5##-####
            ירושלים|jerusalem;;91#####;+972 2-5##-####
            חיפה|haifa;;31#####;+972 4-8##-####""",
        trades="""הנדסה|engineering;Manufacturing
            תוכנה|software;Technology
            נדל״ן|realty;Real estate
            הוצאה לאור|publishing;Media
            מערכות|systems;Technology""",
        streets=("רחוב הרצל {n}", "דרך מנחם בגין {n}", "שדרות רוטשילד {n}"),
        forms=("{} בע״מ",),
        firms=("{a} {t}", "{t} {a}", "{a} את {b} {t}"),
        mobiles=("+972 50-###-####", "+972 54-###-####"),
    ),
    Country(
        "AE", "AED", 2,
        men="""محمد|mohammed أحمد|ahmed خالد|khalid سلطان|sultan عمر|omar راشد|rashid يوسف|yousef
            سعيد|saeed""",
        women="""فاطمة|fatima مريم|mariam عائشة|aisha نورة|noura ليلى|layla هند|hind شيخة|shaikha
            سارة|sara""",
        last="""الهاشمي|alhashimi المنصوري|almansoori الكعبي|alkaabi الشامسي|alshamsi
            النعيمي|alnuaimi المزروعي|almazrouei الزعابي|alzaabi السويدي|alsuwaidi""",
        towns="""دبي|dubai;إمارة دبيّ;;+971 4 5## ####
            أبو ظبي|abu-dhabi;أبو ظبي;;+971 2 5## ####""",
        trades="""للتجارة|trading;Retail
            للمقاولات|contracting;Construction
            للتقنية|technology;Technology
            العقارية|properties;Real estate
            للنقل|transport;Transport and logistics""",
        streets=("شارع الشيخ زايد {n}", "شارع الكورنيش {n}", "الخليج التجاري، برج {n}"),
        forms=("شركة {} ذ.م.م", "مجموعة {}"),
        firms=("{a} {t}", "{a} و{b} {t}"),
        mobiles=("+971 50 ### ####", "+971 55 ### ####"),
    ),
    Country(
        "EG", "EGP", 2,
        men="""محمود|mahmoud مصطفى|mostafa كريم|karim طارق|tarek حسن|hassan إبراهيم|ibrahim
            شريف|sherif جرجس|guirguis""",
        women="""منى|mona ياسمين|yasmine دينا|dina هبة|heba سلمى|salma رانيا|rania ندى|nada
            إيمان|iman""",
        last="""عبد_الرحمن|abdelrahman السيد|elsayed حسنين|hassanein منصور|mansour فهمي|fahmy
            شحاتة|shehata زكي|zaki البدري|elbadry""",
        towns="""القاهرة|cairo;القاهرة;115##;+20 2 2### ####
            الإسكندرية|alexandria;الإسكندرية;215##;+20 3 4## ####""",
        trades="""للهندسة|engineering;Manufacturing
            للنسيج|textiles;Manufacturing
            للسياحة|travel;Hospitality
            للأدوية|pharma;Healthcare
            للبرمجيات|software;Technology""",
        streets=("{n} شارع التحرير", "{n} شارع النيل", "{n} شارع طلعت حرب"),
        forms=("شركة {} ش.م.م", "شركة {}"),
        firms=("{a} {t}", "{a} و{b} {t}"),
        mobiles=("+20 10 #### ####", "+20 12 #### ####"),
    ),
    Country(
        "ZA", "ZAR", 3,
        men="Sipho Pieter Thabo Johannes Mandla Willem Ashwin Bongani Kagiso Etienne Lwazi Gert",
        women="""Nomvula Annelise Thandiwe Zanele Elmarie Naledi Priya Lerato Chantelle Busisiwe
            Karin Ayanda""",
        last="""Dlamini van_der_Merwe Nkosi Botha Naidoo Mokoena du_Plessis Khumalo Pretorius Zulu
            Venter Maharaj""",
        towns="""Johannesburg;;20##;+27 11 5## ####
            Cape Town;;80##;+27 21 5## ####
            Durban;;40##;+27 31 5## ####
            Pretoria;;00##;+27 12 5## ####""",
        trades=_ENGLISH_TRADES,
        streets=("{n} Long Street", "{n} Nelson Mandela Avenue", "{n} Kloof Road"),
        forms=("{} (Pty) Ltd", "{} (Pty) Ltd", "{} Ltd"),
        mobiles=("+27 82 ### ####", "+27 73 ### ####"),
    ),
    Country(
        "NG", "NGN", 2,
        men="Chukwuemeka Olúwaṣeun Ibrahim Adébáyọ̀ Emeka Musa Tunde Obinna Sani Kelechi",
        women="Ngozi Fọláṣadé Chiamaka Aisha Títílayọ̀ Amara Yetunde Hauwa Ifeoma Blessing",
        last="Okonkwo Adéyẹmí Eze Balógun Nwosu Abubakar Ọláníyan Chukwu Okafor Danjuma",
        towns="""Lagos;Lagos;1002##;+234 809 ### ####
            Abuja;Federal Capital Territory;9002##;+234 803 ### ####
            Ibadan;Oyo;2002##;+234 802 ### ####""",
        trades=_ENGLISH_TRADES,
        streets=("{n} Marina Road", "{n} Adeola Odeku Street", "Plot {n}, Wuse II"),
        forms=("{} Ltd", "{} Nigeria Ltd", "{} PLC"),
        mobiles=("+234 803 ### ####", "+234 802 ### ####"),
    ),
)  # fmt: skip
