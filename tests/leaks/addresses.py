"""Every address that a GET can ask for in a world, made from the routes of the application."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from flask import Flask
from werkzeug.routing import AnyConverter, IntegerConverter, Rule

Values = Mapping[str, Sequence[object]]
BY_EVERYBODY = {"static"}
FIRST_IDS = (1,)


def addresses(app: Flask, values: Values) -> dict[str, str]:
    """The endpoint of every address; values are what each argument of a route may be."""
    urls = app.url_map.bind("localhost")
    return {
        urls.build(rule.endpoint, dict(zip(sorted(rule.arguments), chosen, strict=True))): rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.endpoint not in BY_EVERYBODY
        for chosen in product(*_choices(rule, values))
    }


def _choices(rule: Rule, values: Values) -> Iterator[Sequence[object]]:
    for argument in sorted(rule.arguments):
        converter = rule._converters[argument]
        if isinstance(converter, AnyConverter):
            yield sorted(converter.items)
        elif isinstance(converter, IntegerConverter):
            yield [value for value in values.get(argument, ()) if isinstance(value, int)] or FIRST_IDS
        else:
            assert argument in values, f"give {argument} of {rule} a value"
            yield values[argument]
