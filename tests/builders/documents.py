"""Builders of documents as files are made from them: minutes and a manual edition as a council would write them."""

from datetime import date

from app.domain.diffs import Change, Segment
from app.exports.document import (
    Align,
    Code,
    Column,
    ComparisonRow,
    ComparisonTable,
    Contents,
    Document,
    Fact,
    Facts,
    Heading,
    Letterhead,
    Note,
    PageBreak,
    Paragraph,
    Part,
    Quote,
    Rule,
    Run,
    SignatureBox,
    Signatures,
    Table,
    listed,
)

COUNCIL = Letterhead("多摩地域業務標準化推進協議会", ("教育ワーキンググループ（就学）",))


def a_document(*parts: Part, **fields: object) -> Document:
    """A Japanese document of these parts; what a test is not about has a value."""
    values: dict[str, object] = {
        "title": "標題",
        "language": "ja",
        "date": date(2026, 11, 23),
        "parts": parts,
    }
    return Document(**(values | fields))  # type: ignore[arg-type]


def minutes() -> Document:
    """Minutes of a working group with every section that M8 names."""
    return Document(
        title="教育ワーキンググループ 第7回会議 議事録",
        subtitle="就学援助の認定基準及び学校選択制に関する協議",
        number="教育WG－令和8年度－第7号",
        language="ja",
        date=date(2026, 11, 23),
        letterhead=COUNCIL,
        stamp="確認中（第2版）",
        imprint="SHA-256 4f1c9a0d2b7e",
        parts=(*_opening(), *_first_item(), *_second_item(), *_closing()),
    )


def _opening() -> tuple[Part, ...]:
    return (
        Facts(
            (
                Fact(
                    "日時",
                    "令和8年11月20日（金） 14時00分から16時10分まで（途中15時05分から15時15分まで休憩）",
                ),
                Fact("場所", "立川市役所 3階 302会議室（一部オンライン）"),
                Fact("座長", "日野市 教育部 学務課長　高橋 正樹"),
                Fact("公開区分", "非公開（意思形成過程の情報を含むため）"),
                Fact(
                    "配布資料",
                    "資料1　就学援助 認定基準の現行比較（3市）\n資料2　案2（第3版）\n資料3　改修見積",
                ),
            )
        ),
        Heading(1, "出席者"),
        Table(
            (
                Column("市・団体"),
                Column("所属"),
                Column("職"),
                Column("氏名"),
                Column("出欠", align=Align.CENTER),
            ),
            (
                ("立川市", "教育部 学務課", "係長", "佐藤 花子", "出席"),
                ("立川市", "教育部 学務課", "主任", "鈴木 一郎", "出席"),
                ("三鷹市", "教育部 学務課", "主査", "田中 美咲", "出席（オンライン）"),
                ("日野市", "教育部 学務課", "課長（座長）", "高橋 正樹", "出席"),
                ("日野市", "教育部 学務課", "係長", "伊藤 健", "欠席"),
                ("小金井市（準会員）", "学校教育部 学務課", "主任", "渡辺 さくら", "出席"),
                ("事務局", "企画政策課", "主査", "山本 剛", "出席"),
            ),
            merged_columns=1,
        ),
    )


def _first_item() -> tuple[Part, ...]:
    return (
        Heading(1, "議題1　就学援助の認定基準（EDU-02-001）"),
        Heading(2, "説明"),
        Paragraph(
            "事務局から、資料1に基づき3市の現行を説明した。立川市は生活保護基準の1.00倍を所得で判定し、"
            "日野市は所得に家賃を加味している。案2（第3版）は、基準額の算定式を統一し、"
            "家賃加算は各市設定とするものである。"
        ),
        Heading(2, "主な意見"),
        listed(
            (
                (
                    Run("三鷹市（田中主査）　", bold=True),
                    Run("システムの改修は令和9年度予算で対応できる見込みである。"),
                ),
                (Run("立川市（佐藤係長）　", bold=True), Run("経過措置の期間を1年とするなら賛成する。")),
                (
                    Run("小金井市（渡辺主任）　", bold=True),
                    Run("準会員として傍聴した。加入後の取扱いを確認したい。"),
                ),
            )
        ),
        Heading(2, "結論"),
        Note(
            "案2（第3版）を全会一致で承認した（対象3市、賛成3、反対0、保留0）。"
            "決定番号「令和8年度 教育-12号」。",
            "決定",
        ),
        ComparisonTable(
            "現行",
            "決定した案",
            (
                ComparisonRow(
                    (
                        Segment(Change.EQUAL, "申請の期限は、"),
                        Segment(Change.DELETE, "通知の日から14日"),
                        Segment(Change.EQUAL, "とする。"),
                    ),
                    (
                        Segment(Change.EQUAL, "申請の期限は、"),
                        Segment(Change.INSERT, "通知の日から30日"),
                        Segment(Change.EQUAL, "とする。"),
                    ),
                    "第3条",
                    "立川市・日野市",
                ),
                ComparisonRow(
                    (), (Segment(Change.INSERT, "家賃加算は各市の定めるところによる。"),), "第4条", "新設"
                ),
            ),
            "新旧対照表",
            "条",
            "備考",
        ),
    )


def _second_item() -> tuple[Part, ...]:
    return (
        Heading(1, "議題2　学校選択制の案内文（EDU-01-003）"),
        Heading(2, "説明"),
        Paragraph("座長から、日野市の選択制は存続し、案内文の様式のみを統一する案を説明した。"),
        Heading(2, "主な意見"),
        listed(
            (
                "立川市（佐藤係長）　様式の記載順に異議はない。",
                "日野市（高橋課長）　抽選の説明は別紙としたい。",
            )
        ),
        Heading(2, "結論"),
        Paragraph("継続。日野市が別紙案を持ち帰り、次回に協議する。"),
    )


def _closing() -> tuple[Part, ...]:
    return (
        Heading(1, "決定事項一覧"),
        Table(
            (Column("決定番号"), Column("件名"), Column("表決"), Column("施行日")),
            (
                (
                    "令和8年度 教育-12号",
                    "就学援助の認定基準の統一（家賃加算は各市設定）",
                    "全会一致（3／3）",
                    "令和9年4月1日",
                ),
            ),
        ),
        Heading(1, "宿題一覧"),
        Table(
            (Column("番号", align=Align.CENTER), Column("内容"), Column("担当"), Column("期限")),
            (
                (
                    "1",
                    "案内文の別紙（抽選の説明）の案を作成する。",
                    "日野市 伊藤係長",
                    "令和8年12月4日（金）",
                ),
                ("2", "改修見積の内訳を事業者に照会する。", "事務局 山本主査", "令和8年12月11日（金）"),
            ),
        ),
        Heading(1, "次回"),
        Paragraph("令和8年12月18日（金） 14時00分　三鷹市役所 5階 501会議室"),
        Heading(1, "確認者"),
        Signatures(
            (
                SignatureBox("立川市", "係長　佐藤 花子", "令和8年11月21日 確認"),
                SignatureBox("三鷹市", "主査　田中 美咲", "令和8年11月23日 確認", "代"),
                SignatureBox("日野市", "", "未確認"),
            )
        ),
    )


def every_part() -> Document:
    """A document that has each kind of part once."""
    return a_document(
        Contents("目次"),
        PageBreak(),
        Heading(1, "第1章 総則", anchor="general"),
        Paragraph(
            (Run("太字", bold=True), Run("と"), Run("強調", italic=True), Run("と"), Run("code", code=True))
        ),
        Paragraph(
            (Run("外へ", link="https://example.jp/?a=1&b=2"), Run("／"), Run("第1章へ", link="#general"))
        ),
        listed(("一つ目", "二つ目"), ordered=True),
        listed(("点一", "点二")),
        Quote((Paragraph("引用した文"),)),
        Code("if x < 1:\n    print('<b>')"),
        Rule(),
        Facts((Fact("日時", "令和8年11月23日"),), "開催"),
        Table((Column("市"), Column("件数", align=Align.END)), (("立川市", "12"),), "件数の表"),
        Table((Column("市"), Column("件数")), (), "空の表", empty="該当なし"),
        ComparisonTable(
            "旧",
            "新",
            (ComparisonRow((Segment(Change.DELETE, "消した"),), (Segment(Change.INSERT, "足した"),)),),
            "対照表",
        ),
        Signatures((SignatureBox("課長", "高橋", "令和8年11月23日", "代"),), "決裁欄"),
        Note("注意書き", "注"),
        stamp="案",
        subtitle="副題",
        number="第1号",
        letterhead=COUNCIL,
        imprint="sha256",
    )
