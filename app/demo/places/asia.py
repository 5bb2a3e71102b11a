"""India, Japan, China, South Korea, Vietnam and Singapore."""

from app.demo.country import Country

COUNTRIES = (
    Country(
        "IN", "INR", 5,
        men="""Arjun Rahul Vikram राजेश|rajesh Sanjay Karthik अमित|amit Imran Suresh विजय|vijay
            Aditya Gurpreet""",
        women="""Priya Ananya Lakshmi सुनीता|sunita Kavya अंजलि|anjali Meera पूजा|pooja Fatima
            Divya Ishita Harpreet""",
        last="""Sharma Iyer Patel शर्मा|sharma Reddy Gupta Chatterjee वर्मा|verma Nair Singh
            Krishnamurthy मिश्रा|mishra Khan Desai""",
        towns="""Mumbai;Maharashtra;4000##;+91 22 6### ####
            Bengaluru;Karnataka;5600##;+91 80 6### ####
            New Delhi;Delhi;1100##;+91 11 6### ####
            Chennai;Tamil Nadu;6000##;+91 44 6### ####
            Kolkata;West Bengal;7000##;+91 33 6### ####""",
        trades="""Textiles;Manufacturing
            Infotech;Technology
            Pharma;Healthcare
            Exports;Retail
            Constructions;Construction
            Motors;Automotive
            Agro Foods;Agriculture
            Associates;Legal services""",
        streets=("{n}, M G Road", "{n}, Park Street", "Flat {n}, Shanti Apartments",
                 "{n}/2, Nehru Nagar"),
        forms=("{} Pvt. Ltd.", "{} Pvt. Ltd.", "{} Ltd.", "{} LLP"),
        firms=("{a} {t}", "{i} {t}", "{a} & Sons {t}", "{c} {t}", "{a} {b} {t}"),
        mobiles=("+91 98### #####", "+91 90### #####"),
    ),
    Country(
        "JP", "JPY", 5,
        men="""太郎|taro 健一|kenichi 翔|sho Haruto Kenji 直樹|naoki Daisuke 誠|makoto Ren
            大輔|daisuke""",
        women="""花子|hanako 美咲|misaki Yui 恵子|keiko Aiko 真由美|mayumi Sakura 由美子|yumiko
            Hina 陽子|yoko""",
        last="""佐藤|sato 鈴木|suzuki 高橋|takahashi 田中|tanaka 渡辺|watanabe 伊藤|ito
            山本|yamamoto 中村|nakamura 小林|kobayashi 加藤|kato""",
        towns="""千代田区|chiyoda;東京都;100-00##;+81 3-5###-####
            大阪市北区|osaka;大阪府;530-00##;+81 6-6###-####
            名古屋市中区|nagoya;愛知県;460-00##;+81 52-2##-####
            札幌市中央区|sapporo;北海道;060-00##;+81 11-2##-####""",
        trades="""製作所|seisakusho;Manufacturing
            建設|kensetsu;Construction
            運輸|unyu;Transport and logistics
            ソフトウェア|software;Technology
            出版|shuppan;Media
            薬局|yakkyoku;Healthcare
            酒造|shuzo;Hospitality""",
        streets=("本町{n}丁目2-3", "中央{n}-8-15", "丸の内1-{n}-2"),
        forms=("株式会社{}", "{}株式会社", "有限会社{}", "合同会社{}"),
        firms=("{a}{t}", "{a}{t}", "{b}{t}"),
        mobiles=("+81 90-####-####", "+81 80-####-####"),
        family_first=True,
    ),
    Country(
        "CN", "CNY", 5,
        men="""伟|wei 强|qiang 建国|jianguo 浩然|haoran 志明|zhiming 磊|lei 俊杰|junjie
            子轩|zixuan""",
        women="芳|fang 秀英|xiuying 丽|li 雨涵|yuhan 静|jing 欣怡|xinyi 敏|min 晓燕|xiaoyan",
        last="王|wang 李|li 张|zhang 刘|liu 陈|chen 杨|yang 赵|zhao 黄|huang 周|zhou 欧阳|ouyang",
        towns="""北京|beijing;北京市;1000##;+86 10 5### ####
            上海|shanghai;上海市;2000##;+86 21 5### ####
            深圳|shenzhen;广东省;5180##;+86 755 2### ####
            成都|chengdu;四川省;6100##;+86 28 6### ####""",
        trades="""机械|jixie;Manufacturing
            科技|keji;Technology
            物流|wuliu;Transport and logistics
            贸易|maoyi;Retail
            建筑工程|jianzhu;Construction
            医药|yiyao;Healthcare""",
        streets=("人民路{n}号", "中山北路{n}号", "建国门外大街{n}号"),
        forms=("{}有限公司", "{}股份有限公司", "{}集团有限公司"),
        firms=("{c}{a}{b}{t}", "{c}{b}{a}{t}", "{c}{a}氏{t}"),
        mobiles=("+86 138 #### ####", "+86 159 #### ####"),
        family_first=True,
    ),
    Country(
        "KR", "KRW", 3,
        men="""민준|minjun 서준|seojun 지훈|jihun 현우|hyeonu 영수|yeongsu 동현|donghyeon
            성민|seongmin""",
        women="서연|seoyeon 지우|jiu 민서|minseo 영희|yeonghui 수빈|subin 은지|eunji 하은|haeun",
        last="김|kim 이|lee 박|park 최|choi 정|jeong 강|kang 조|cho 윤|yoon 장|jang 한|han",
        towns="""종로구|jongno;서울특별시;030##;+82 2-3##-####
            해운대구|haeundae;부산광역시;480##;+82 51-7##-####
            유성구|yuseong;대전광역시;341##;+82 42-8##-####""",
        trades="""전자|jeonja;Manufacturing
            건설|geonseol;Construction
            물류|mullyu;Transport and logistics
            소프트|soft;Technology
            화장품|hwajangpum;Retail
            제약|jeyak;Healthcare""",
        streets=("세종대로 {n}", "테헤란로 {n}길 7", "중앙로 {n}"),
        forms=("주식회사 {}", "(주){}", "{} 유한회사"),
        firms=("{a}{b}{t}", "{b}{a}{t}", "{c} {t}"),
        mobiles=("+82 10-####-####",),
        family_first=True,
    ),
    Country(
        "VN", "VND", 2,
        men="Đức Minh Hùng Quốc_Bảo Tuấn Hải_Đăng Phúc Dũng Văn_Khải Thịnh",
        women="Thị_Hương Ngọc_Ánh Linh Thảo Bích_Phượng Mỹ_Duyên Trang Yến Hồng_Nhung Thu_Hà",
        last="Nguyễn Trần Lê Phạm Huỳnh Võ Đặng Bùi Đỗ Hồ Ngô Dương",
        towns="""Hà Nội;Hà Nội;10####;+84 24 3### ####
            Thành phố Hồ Chí Minh;Thành phố Hồ Chí Minh;70####;+84 28 3### ####
            Đà Nẵng;Đà Nẵng;55####;+84 236 3### ###""",
        trades="""Thủy sản;Agriculture
            Dệt may;Manufacturing
            Xây dựng;Construction
            Công nghệ;Technology
            Vận tải;Transport and logistics""",
        streets=("{n} Trần Hưng Đạo", "{n} Nguyễn Huệ", "{n} Điện Biên Phủ"),
        forms=("Công ty TNHH {}", "Công ty Cổ phần {}"),
        firms=("{t} {a}", "{t} {i}", "{t} {c}"),
        mobiles=("+84 90# ### ###", "+84 97# ### ###"),
    ),
    Country(
        "SG", "SGD", 2,
        men="Wei_Ming Kumar Hafiz Jun_Wei Ravi Boon_Keng Marcus Faizal Ethan Prakash",
        women="Hui_Min Nurul Shu_Fen Kavitha Xin_Yi Siti Rachel Mei_Ling Deepa Aisyah",
        last="Tan Lim Lee Ng Rajan Ong Goh Abdullah Chua Pillai Koh Teo",
        towns="""Singapore;;018###;+65 6### ####""",
        trades="""Marine;Transport and logistics
            Precision;Manufacturing
            Capital;Finance
            Foods;Hospitality
            Biotech;Healthcare
            Systems;Technology""",
        streets=("{n} Raffles Place, #12-04", "{n} Orchard Road", "Blk {n} Ang Mo Kio Avenue 3"),
        forms=("{} Pte. Ltd.", "{} Pte. Ltd.", "{} Ltd."),
        mobiles=("+65 9### ####", "+65 8### ####"),
    ),
)  # fmt: skip
