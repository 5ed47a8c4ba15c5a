//! The words of invented reports: a grammar with enough variety that no two reports are alike by chance.

use isnad_model::{ClaimType, FigureOf, LinkKind};

/// How an act is told.
pub struct Act {
    /// What it is.
    pub kind: ClaimType,
    /// Sub-event type of ACLED.
    pub acled: &'static str,
    /// Event type of PLOVER.
    pub plover: &'static str,
    /// Verbs after which the actor and then the target stand: «شنت».
    pub verbs: &'static [&'static str],
    /// Nouns of the act for headlines: «غارة».
    pub nouns: &'static [&'static str],
    /// What it is done to.
    pub targets: &'static [&'static str],
    /// Whether people are killed in it.
    pub kills: bool,
    /// How common it is, beside the others.
    pub weight: usize,
    /// Whether only those who fly do it.
    pub flies: bool,
}

/// The acts.
pub const ACTS: &[Act] = &[
    Act {
        kind: ClaimType::Airstrike,
        acled: "Air/drone strike",
        plover: "ASSAULT",
        verbs: &["قصفت طائرات", "أغارت طائرات", "استهدفت مسيّرات"],
        nouns: &["غارة", "غارات", "ضربة جوية"],
        targets: &[
            "سوق الحبوب",
            "ورشة للنجارة",
            "منازل سكنية",
            "مستودعا للوقود",
            "مدرسة مهجورة",
            "معصرة زيتون",
        ],
        kills: true,
        weight: 18,
        flies: true,
    },
    Act {
        kind: ClaimType::Shelling,
        acled: "Shelling/artillery/missile attack",
        plover: "ASSAULT",
        verbs: &["قصفت", "دكت مدفعية", "رشقت راجمات"],
        nouns: &["قصف", "قصف مدفعي", "قصف صاروخي"],
        targets: &[
            "أطراف البلدة",
            "السوق القديم",
            "محطة المياه",
            "الحي الغربي",
            "أراضي زراعية",
            "الفرن الآلي",
        ],
        kills: true,
        weight: 22,
        flies: false,
    },
    Act {
        kind: ClaimType::Clash,
        acled: "Armed clash",
        plover: "ASSAULT",
        verbs: &["هاجمت", "خاضت معارك", "اشتبكت"],
        nouns: &["اشتباكات", "معارك", "مواجهات"],
        targets: &["حاجزا للحراسة", "نقاطا متقدمة", "دورية راجلة", "تلة مشرفة"],
        kills: true,
        weight: 14,
        flies: false,
    },
    Act {
        kind: ClaimType::Bombing,
        acled: "Remote explosive/landmine/IED",
        plover: "ASSAULT",
        verbs: &["فجرت", "زرعت عبوة", "فخخت"],
        nouns: &["انفجار", "تفجير", "انفجار عبوة"],
        targets: &["سيارة مركونة", "جسرا صغيرا", "حافلة نقل", "مدخل المخبز"],
        kills: true,
        weight: 10,
        flies: false,
    },
    Act {
        kind: ClaimType::Killing,
        acled: "Attack",
        plover: "ASSAULT",
        verbs: &["اغتالت", "أعدمت", "قتلت"],
        nouns: &["اغتيال", "إعدام", "مقتل"],
        targets: &["عاملي إغاثة", "رعاة أغنام", "حارسا ليليا", "سائقي شاحنات"],
        kills: true,
        weight: 8,
        flies: false,
    },
    Act {
        kind: ClaimType::Arrest,
        acled: "Arrests",
        plover: "COERCE",
        verbs: &["اعتقلت", "أوقفت", "احتجزت"],
        nouns: &["اعتقالات", "توقيف", "حملة اعتقال"],
        targets: &["طلابا", "موظفين", "ناشطين", "عمال ميناء"],
        kills: false,
        weight: 12,
        flies: false,
    },
    Act {
        kind: ClaimType::Raid,
        acled: "Other",
        plover: "COERCE",
        verbs: &["داهمت", "اقتحمت", "فتشت"],
        nouns: &["مداهمة", "اقتحام", "حملة تفتيش"],
        targets: &["مكاتب", "منازل", "مستوصفا", "مطبعة"],
        kills: false,
        weight: 8,
        flies: false,
    },
    Act {
        kind: ClaimType::Abduction,
        acled: "Abduction/forced disappearance",
        plover: "COERCE",
        verbs: &["خطفت", "اختطفت", "اقتادت"],
        nouns: &["خطف", "اختطاف", "اختفاء"],
        targets: &["مزارعين", "مهندسين", "تاجرا", "مسعفين"],
        kills: false,
        weight: 5,
        flies: false,
    },
    Act {
        kind: ClaimType::PropertyDestruction,
        acled: "Looting/property destruction",
        plover: "ASSAULT",
        verbs: &["أحرقت", "هدمت", "جرفت"],
        nouns: &["إحراق", "هدم", "تجريف"],
        targets: &["بساتين نخيل", "بيوتا طينية", "مخزن أعلاف", "قوارب صيد"],
        kills: false,
        weight: 6,
        flies: false,
    },
];

/// Those who say it: the words, what they are, and the verb that attributes.
pub const SOURCES: &[(&str, LinkKind, &str)] = &[
    ("مصادر محلية", LinkKind::Unnamed, "أفادت"),
    ("شهود عيان", LinkKind::Witness, "قال"),
    ("ناشطون", LinkKind::Witness, "ذكر"),
    ("مصدر طبي", LinkKind::OfficialUnnamed, "قال"),
    ("مصدر أمني", LinkKind::OfficialUnnamed, "صرح"),
    ("مسؤول في البلدية", LinkKind::OfficialUnnamed, "أوضح"),
    ("الدفاع المدني", LinkKind::NamedOrg, "أعلن"),
    ("الهلال الأحمر", LinkKind::NamedOrg, "أعلن"),
    ("بيان رسمي", LinkKind::Document, "جاء في"),
    ("مراسلنا", LinkKind::Media, "أفاد"),
    ("إذاعة محلية", LinkKind::Media, "نقلت"),
    ("سكان", LinkKind::Witness, "روى"),
];

/// Parts of a day.
pub const HOURS: &[&str] = &["فجر", "صباح", "ظهر", "عصر", "مساء", "ليل"];

/// The killed, of whom.
pub const KILLED: &[(&str, FigureOf)] = &[
    ("مدنيين", FigureOf::Civilian),
    ("أشخاص", FigureOf::Unknown),
    ("مقاتلين", FigureOf::Fighter),
    ("من السكان", FigureOf::Civilian),
    ("عناصر", FigureOf::Fighter),
];

/// Sentences that claim nothing of the happening.
pub const FILLERS: &[&str] = &[
    "ولم يصدر تعليق من الأطراف الأخرى حتى ساعة إعداد هذا الخبر",
    "وتشهد المنطقة توترا متصاعدا منذ أسابيع",
    "وهرعت فرق الإسعاف إلى المكان فور وقوع الحادث",
    "وأغلقت المدارس أبوابها في اليوم التالي",
    "وقال السكان إن التيار الكهربائي انقطع لساعات",
    "ودعت جهات محلية إلى تهدئة الأوضاع وحماية السكان",
    "ولم يتسن التحقق من هذه الأنباء من مصدر مستقل",
    "وتقع المنطقة على طريق يربط الساحل بالداخل",
    "ويعمل الأهالي على إزالة الركام بوسائل بسيطة",
    "ونشرت صفحات محلية صورا قالت إنها من الموقع",
    "وكانت المنطقة قد شهدت هدوءا نسبيا خلال الفترة الماضية",
    "ويأتي ذلك بعد أيام من تعثر جولة جديدة من المحادثات",
    "وأفادت مصادر الأرصاد بأن الضباب حجب الرؤية صباحا",
    "وتوقفت حركة السير على الطريق العام عدة ساعات",
    "وناشد المجلس المحلي المنظمات تقديم المساعدة العاجلة",
    "ووصل عدد من العائلات إلى القرى المجاورة",
];

/// Words that make sentences of their own, so that texts are told apart as those of real outlets are.
pub const COLOURS: &[&str] = &[
    "الطاحونة",
    "المئذنة",
    "البيدر",
    "الصهريج",
    "المشتل",
    "المقبرة",
    "الدوار",
    "الكراج",
    "المسلخ",
    "الملعب",
    "المعمل",
    "الساقية",
    "الخزان",
    "المنارة",
    "القنطرة",
    "الرصيف",
    "الفندق",
    "المزرعة",
    "البرج",
    "الحديقة",
    "المرفأ",
    "المكتبة",
    "السينما",
    "المحطة",
];

/// Names of months.
pub const MONTHS: &[&str] = &[
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "مايو",
    "يونيو",
    "يوليو",
    "أغسطس",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
];

/// Names of the days of the week, from Monday.
pub const WEEKDAYS: &[&str] = &["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"];

/// Numbers as words, from three.
pub const NUMBERS: &[&str] = &["ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة"];
