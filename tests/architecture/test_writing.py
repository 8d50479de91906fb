"""How the product writes: one place commits, one function moves a stage, every act asks a policy."""

import ast

from tests.architecture.source import called, files, module_functions, name, tree

COMMITS = "app/transaction.py"
MOVES_STAGES = "app/actions/workflow.py"

# Modules of app/actions, or public functions in them, that need no `ensure`; each with the reason.
NOBODY_ASKS = {
    "app/actions/proposals/versions.py": "the act that changed the text has asked",
    "app/actions/signoff/dismissing.py:dismiss_signoffs": "the act that changed the text has asked",
    "app/actions/signoff/advancing.py:advance": "the signature or the passing over has asked",
    "app/actions/signoff/ending.py:return_from_board": "the act that records what the board said has asked",
    "app/actions/signoff/ending.py:settle": "the signature that ends it has asked",
    "app/actions/joining/finishing.py:finish_if_complete": "the confirmation that may finish it has asked",
    "app/actions/joining/starting.py:begin_tasks": "the act that made the city a member has asked, or it is the clock",
    "app/actions/joining/leaving.py": "the act that ended the membership has asked, or it is the clock",
    "app/actions/meetings/minutes.py:confirm_if_complete": "the act that leaves nobody missing has asked",
    "app/actions/events.py": "notes what an act that was allowed has done",
    "app/actions/meetings/entering.py": "the act that plans or changes a meeting has asked",
    "app/actions/meetings/mailing.py": "the act that calls, moves or calls off a meeting has asked",
    "app/actions/keys.py": "tells whether a form was already acted on",
    "app/actions/workflow.py:begin": "the act that raises a difference has asked",
}


def test_only_transaction_commits() -> None:
    commits = {
        name(path) for path in files("app", "seed") for call, _ in called(tree(path)) if call == "commit"
    }
    assert commits <= {COMMITS}


def test_only_the_workflow_moves_a_stage() -> None:
    moves = {f"{name(path)}:{line}" for path in files("app", "seed") for line in stage_writes(tree(path))}
    assert {move for move in moves if not move.startswith(f"{MOVES_STAGES}:")} == set()


def test_every_act_asks_a_policy() -> None:
    unasked = {
        f"{name(path)}:{function}"
        for path in files("app/actions")
        if name(path) not in NOBODY_ASKS
        for function in acts_without_ensure(tree(path))
    }
    assert unasked - NOBODY_ASKS.keys() == set()


def test_the_exceptions_still_exist() -> None:
    acts = {name(path): path for path in files("app/actions")}
    for exception in NOBODY_ASKS:
        path, _, function = exception.partition(":")
        assert path in acts, f"{exception} is gone: strike it from the exceptions"
        assert not function or function in module_functions(tree(acts[path])), f"{exception} is gone"


def test_the_check_sees_each_way_to_write_a_stage() -> None:
    for line in ("d.stage = s", "a.d.stage = s", "setattr(d, 'stage', s)", "update(D).values(stage=s)"):
        assert list(stage_writes(ast.parse(line))) == [1], line
    assert list(stage_writes(ast.parse("stage = d.stage; f(stage=s)"))) == []


def test_the_check_sees_an_act_that_asks_nobody() -> None:
    module = ast.parse(
        "def act(a):\n    record(a)\ndef other(a):\n    _both(a)\ndef _both(a):\n    ensure(may(a))"
    )
    assert acts_without_ensure(module) == ["act"]


def stage_writes(module: ast.Module) -> list[int]:
    """The lines that give an object a stage after it was made."""
    return sorted(
        {node.lineno for node in ast.walk(module) if isinstance(node, ast.stmt | ast.Call) and _writes(node)}
    )


def _writes(node: ast.stmt | ast.Call) -> bool:
    match node:
        case ast.Assign(targets=targets):
            return any(isinstance(target, ast.Attribute) and target.attr == "stage" for target in targets)
        case (
            ast.AnnAssign(target=ast.Attribute(attr="stage"))
            | ast.AugAssign(target=ast.Attribute(attr="stage"))
        ):
            return True
        case ast.Call(func=ast.Name(id="setattr"), args=[_, ast.Constant(value="stage"), *_]):
            return True
        case ast.Call(func=ast.Attribute(attr="values"), keywords=keywords):
            return any(keyword.arg == "stage" for keyword in keywords)
    return False


def acts_without_ensure(module: ast.Module) -> list[str]:
    """The acts of a module that reach no `ensure`, neither themselves nor through another function beside them."""
    functions = module_functions(module)
    reached = {function for function, node in functions.items() if "ensure" in _calls(node)}
    while more := {f for f, node in functions.items() if f not in reached and _calls(node) & reached}:
        reached |= more
    return [function for function, node in functions.items() if _is_act(node) and function not in reached]


def _is_act(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """A public function that somebody does, or that leaves an event."""
    arguments = {argument.arg for argument in [*function.args.args, *function.args.kwonlyargs]}
    return not function.name.startswith("_") and ("actor" in arguments or "record" in _calls(function))


def _calls(node: ast.AST) -> set[str]:
    return {call for call, _ in called(node)}
