"""The texts of the demo's proposals, put together from what is known of each difference."""

from dataclasses import replace
from datetime import date
from typing import Any

from app.actions.proposals import ProposalFields
from app.domain.texts import CustomizationAnswer, Flag, OutcomeKind

OUTCOMES = {
    "unify": OutcomeKind.UNIFY,
    "parameter": OutcomeKind.PER_CITY,
    "out_of_scope": OutcomeKind.OUT_OF_SCOPE,
    "no_difference": OutcomeKind.UNIFY,
}
STEPS = {
    "policy": (
        "制度の内容は各市の条例、規則の定めによる。",
        "受付から決定までの手順と、システムに登録する項目は共通とする。",
        "改正を要する市は、適用日までに所定の手続を終える。",
    ),
    "operation": (
        "受付時に確認する書類と入力項目は、共通の確認表による。",
        "処理の締切日と引継ぎの方法を共通にする。",
        "例外の取扱いは、理由を備考欄に残す。",
    ),
    "form": (
        "様式の見出し、項目の並び、文字の大きさを共通にする。",
        "市名、市長名、問合せ先のみを市ごとに差し替える。",
        "在庫の用紙は、使い切るまで従前のものを使用できる。",
    ),
    "notice": (
        "発送の時期、対象者の抽出条件、同封物を共通にする。",
        "用紙の折り方と封筒の規格を共通にし、定形郵便物として発送する。",
        "返戻分の再送は、各市の判断による。",
    ),
    "system": (
        "設定値は共通の一覧で管理し、変更するときは全市に照会する。",
        "個別の改修は行わず、設定または運用で対応する。",
        "切替えの前に、各市が試験環境で確認する。",
    ),
}


def flags_of(difference: dict[str, Any]) -> frozenset[Flag]:
    """The flags that the data file's inference gives a proposal on a difference."""
    flags = set()
    change = difference["rule_change"]
    if "ordinance" in change:
        flags.add(Flag.ORDINANCE_CHANGE)
    if change in {"rule", "ordinance_and_rule", "board_rule_if_unified", "council_rule"}:
        flags.add(Flag.RULE_CHANGE)
    if difference["escalate"] and not flags:
        flags.add(Flag.BASIC_POLICY)
    if difference["kind"] == "system":
        flags.add(Flag.CUSTOMIZATION)
    return frozenset(flags)


def proposal_on(
    difference: dict[str, Any], effective_on: date, *, saving: int | None = None
) -> ProposalFields:
    """The main proposal on a difference of the data file."""
    flags = flags_of(difference)
    steps = "\n".join(f"{place}. {step}" for place, step in enumerate(STEPS[difference["kind"]], 1))
    money = f"\n\n## 経費\n\n{difference['money_note']}。" if difference["money_note"] else ""
    body = (
        f"## 基本方針\n\n{difference['outcome_text']}。\n\n"
        f"## 取扱い\n\n{steps}\n\n"
        f"## 適用\n\n適用日は{effective_on.year}年{effective_on.month}月{effective_on.day}日とする。"
        f"適用日より前に受け付けたものは、従前の例による。{money}"
    )
    return ProposalFields(
        title=f"{difference['title']}の共通化",
        body=body,
        outcome=OUTCOMES[difference["outcome"]],
        flags=flags,
        customization_answer=CustomizationAnswer.SETTING if Flag.CUSTOMIZATION in flags else None,
        scope="全構成市",
        effective_on=effective_on,
        yearly_saving_yen=saving,
    )


def alternative_to(difference: dict[str, Any], effective_on: date) -> ProposalFields:
    """A second proposal: leave it to each city, and only write down what each does."""
    body = (
        "## 基本方針\n\n現行の取扱いを各市の設定として残し、設定値の一覧を共通の手順書に載せる。\n\n"
        "## 取扱い\n\n"
        "1. 各市は、設定値を変更する30日前までに他市へ通知する。\n"
        "2. 一覧は毎年4月に見直す。\n\n"
        "## 課題\n\n転入者への説明が市ごとに異なったままになる。"
    )
    return ProposalFields(
        title=f"{difference['title']}は各市の設定とする",
        body=body,
        outcome=OutcomeKind.PER_CITY,
        scope="全構成市",
        effective_on=effective_on,
    )


def revised(fields: ProposalFields) -> ProposalFields:
    """The proposal after the discussion: a later notice and a rule for what is under way."""
    body = fields.body.replace(
        "適用日より前に受け付けたものは、従前の例による。",
        "適用日より前に受け付けたものは、従前の例による。\n\n"
        "## 経過措置\n\n適用日から6か月間は、従前の様式による届出も受け付ける。"
        "各市は、適用日の60日前までに市民へ周知する。",
    )
    return replace(fields, body=body)


def amended(body: str) -> str:
    """The text with what a city suggests: the first step leaves a trace."""
    lines = body.split("\n")
    return "\n".join(f"{line}確認した日を記録に残す。" if line.startswith("1. ") else line for line in lines)


AMENDMENT_REASON = "後日の問合せに答えられるよう、確認した日を残しておきたいため。"
COMMENTS = (
    "窓口の職員から、確認表があると説明しやすいとの意見がありました。",
    "当市では件数が少ないため、影響は小さいと見ています。",
    "様式の変更に伴う印刷の時期を確認したいと思います。年度当初の発注に間に合うでしょうか。",
    "他の業務の通知と同じ時期に重なるため、発送日を1週間ずらせると助かります。",
    "システムの設定だけで対応できることを、事業者に確認しました。",
    "市民への周知は、広報紙とウェブサイトの両方で行う予定です。",
)
CONCERNS = (
    "経過措置がないと、すでに案内した市民に不利益が生じるおそれがあります。",
    "周知の期間が短く、窓口に問合せが集中するおそれがあります。",
    "当市の規則改正が適用日に間に合わないおそれがあります。",
)
RESOLUTIONS = (
    "6か月の経過措置を加えた版を確認しました。懸念は解消しました。",
    "適用日の60日前までに周知することが明記されたため、解消とします。",
    "規則改正の日程を庁内で確認し、間に合う見込みとなったため、解消とします。",
)
TAKE_HOMES = (
    "過去3年の件数を確認し、次回までに報告する。",
    "印刷業者に様式変更の費用を確認する。",
    "庁内の関係課に適用日の支障の有無を照会する。",
)
EXAMPLE_PRACTICE = "(例示)独自の取扱いはなく、システムの標準の手順による。"
