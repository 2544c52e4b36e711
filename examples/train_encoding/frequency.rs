//! How common Han characters and Hangul syllables are, beyond what a few lists can tell.
//!
//! The orders are the well-known heads of the lists of frequency of written Chinese, Japanese and Korean. Which
//! characters a national standard has in its first level is read from its code page: the cells of GB 2312 from B0 to D7,
//! of JIS X 0208 from 88 to 98, of Big5 from A4 to C6, and the 2350 syllables of KS X 1001.

use std::collections::HashMap;

const SIMPLIFIED: &str = "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运笔离快转更准整究青越流算石消始断眼局参热级近单影红备验识足足收火根往兵吃块众亲持深支选护百商列首县织米低引委改花江站环注查济语示精步研周连车具费育投早府技视项复称标型防技响须照亚温满写阿集约林格适陈黄父母吗吧呢啊谢请爱喜欢朋友帮助网络软件程序编码免费资源链接下载学习开发工具框架系统数据库服务器客户端代码源项目列表文档教程书籍视频游戏";
const TRADITIONAL: &str = "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯月話合回特代內信表化老給世位次度門任常先海通教兒原東聲提立及比員解水名真論處走義各入幾口認條平系氣題活爾更別打女變四神總何電數安少報才結反受目太量再感建務做接必場件計管期市直德資命山金指克許統區保至隊形社便空決治展馬科司五基眼書非則聽白卻界達光放強即像難且權思王象完設式色路記南品住告類求據程北邊死張該交規萬取拉格望覺術領共確傳師觀清今切院讓識候帶導爭運筆嗎吧呢謝請愛喜歡朋友幫助網絡軟體程式編碼免費資源連結下載習開工具架構系統資料庫伺服器碼專案列表檔案影片遊戲點擊視窗";
const JAPANESE: &str = "日一国会人年大十二本中長出三同時政事自行社見月分議後前民生連五発間対上部東者党地合市業内相方四定今回新場金員九入選立開手米力学問高代明実円関決子動京全目表戦経通外最言氏現理調体化田当八六約主題下首意法不来作性的要用制治度務強気小七成期公野協取都和統以機平総加山思家話世受区領多県続進正安設保改数記院女初北午指権心界支第産結百派点教報済書府活原先共得解名交資予川向際査勝面委告軍文反元重近千考判認画海参売利組知案道信策集在件団別物側任引使求所次水半品昨論計死官増係感特情投示変打男基私各始島直両朝革価式確村提運終挙果西勢減台広容必応演電歳住争談能無再位置企真流格有疑口過局少放税検藤町常校料沢裁状工建語球営空職証土与急止送援供可役構木割聞身費付施切由説転食比難防補車優夫研収断井何南石足違消境神番規術護展態導鮮備宅害配副算視条幹独警宮究育席輸訪楽起万着乗店述残想線率病農州武声質念待試族象銀域助労例衛然早張映限親額監環験追審商葉義伝働形景落欧担好退準賞訴辺造英被株頭技低毎医復仕去姿味負閣韓渡失移差衆個門写評課末守若脳極種美岡影命含福蔵量望松非撃佐核観察整段横融型白深字答夜製票況音申様財港識注呼渉達";
const KOREAN: &str = "이다의는에을가하고지한로를기은사도나대자리스인어시그서정게아일제수부보전해상들라만주여과장용구성원비안공조경세화유식동명모계치위신선연무생방내소행우관회국미당오발현분중실문업트적진드할습니있것음력래와되면었했요적인물마저바무때통학까속없년간러말었려개체단김교재데영양터운합던박태남반설심차두적민니더각입출본표결노련불의권당외점번었음호임감히디파최강결질독등같예후야난근네월받천직확술작목산군급종코북법격않따특름환투론느쪽향피록레건온며책린육판토편작배타살송워금십르날금형프클릭브셔크롬웹앱펴링튜토리얼블로그컴퓨터알고즘언램밍딩능맞춤참볼눈길귀찾쓰곳처럼람몸손집잘못큰줄알씨잡값싸";

/// How much of a text the head of a list is, and the rest of the first level; what is left is for all others.
const HEAD: f64 = 0.86;
const FIRST: f64 = 0.135;

/// How often a Han character is met, as a share of all.
pub fn han() -> HashMap<char, f64> {
    let mut shares = HashMap::new();
    let orders = [(SIMPLIFIED, 0.45), (TRADITIONAL, 0.3), (JAPANESE, 0.25)];
    let levels: [&[char]; 3] = [
        &cells(encoding_rs::GBK, 0xB0..=0xD7, 0xA1..=0xFE),
        &cells(encoding_rs::BIG5, 0xA4..=0xC6, 0x40..=0xFE),
        &cells(encoding_rs::SHIFT_JIS, 0x88..=0x98, 0x40..=0xFC),
    ];
    for ((order, weight), level) in orders.into_iter().zip(levels) {
        add(&mut shares, order, level, weight, '\u{4E00}'..='\u{9FFF}');
    }
    shares
}

/// How often a Hangul syllable is met, as a share of all.
pub fn hangul() -> HashMap<char, f64> {
    let mut shares = HashMap::new();
    let level = cells(encoding_rs::EUC_KR, 0xB0..=0xC8, 0xA1..=0xFE);
    add(&mut shares, KOREAN, &level, 1.0, '\u{AC00}'..='\u{D7A3}');
    shares
}

fn add(shares: &mut HashMap<char, f64>, order: &str, level: &[char], weight: f64, all: std::ops::RangeInclusive<char>) {
    let mut head: Vec<char> = Vec::new();
    for character in order.chars() {
        if !head.contains(&character) {
            head.push(character);
        }
    }
    let share = |rank: usize| 1.0 / (rank as f64 + 12.0);
    let sum: f64 = (0..head.len()).map(share).sum();
    for (rank, &character) in head.iter().enumerate() {
        *shares.entry(character).or_default() += weight * HEAD * share(rank) / sum;
    }
    for &character in level {
        *shares.entry(character).or_default() += weight * FIRST / level.len() as f64;
    }
    let count = all.clone().count() as f64;
    for character in all {
        *shares.entry(character).or_default() += weight * (1.0 - HEAD - FIRST) / count;
    }
}

/// The characters in a part of a code page that are no signs.
fn cells(
    encoding: &'static encoding_rs::Encoding,
    leads: std::ops::RangeInclusive<u8>,
    trails: std::ops::RangeInclusive<u8>,
) -> Vec<char> {
    let mut characters = Vec::new();
    for lead in leads {
        for trail in trails.clone() {
            let cell = [lead, trail];
            let text = encoding.decode_without_bom_handling_and_without_replacement(&cell);
            let mut decoded = text.as_deref().unwrap_or_default().chars();
            if let (Some(character @ '\u{3400}'..), None) = (decoded.next(), decoded.next()) {
                characters.push(character);
            }
        }
    }
    characters
}
