"""What the schema says beyond the serializers: how a request is refused, what fits no body."""

from typing import Any

Schema = dict[str, Any]

FIELD_ERRORS: Schema = {
    "type": "object",
    "description": "What is wrong, by field; `non_field_errors` and `detail` are about the whole.",
    "additionalProperties": {},
}
DETAIL: Schema = {
    "type": "object",
    "properties": {"detail": {"type": "string"}},
    "required": ["detail"],
}
ALWAYS = {
    "401": "Nobody is signed in.",
    "404": "There is no such thing for whoever is signed in.",
    "409": "It does not fit what is there: an entry sent before, or no open program.",
    "429": "Too many requests; `Retry-After` says when to come again.",
}
WHEN_WRITING = {
    "403": "The role may look and not act, or the CSRF token is missing.",
    "415": "The body is not JSON.",
}


def complete(result: Schema, generator: Any, request: Any, public: bool) -> Schema:
    """Add to every operation how it may refuse, and close every body to unknown fields."""
    components = result.setdefault("components", {}).setdefault("schemas", {})
    components |= {"FieldErrors": FIELD_ERRORS, "Detail": DETAIL}
    for name, component in components.items():
        if name.endswith("Request") and component.get("type") == "object":
            component["additionalProperties"] = False
    for operations in result["paths"].values():
        for method, operation in operations.items():
            operation["responses"] |= _refusals(writing=method != "get")
    return result


def _refusals(*, writing: bool) -> Schema:
    refusals = {"400": _refusal("FieldErrors", "Something sent cannot be used.")}
    told = ALWAYS | (WHEN_WRITING if writing else {})
    return refusals | {code: _refusal("Detail", why) for code, why in told.items()}


def _refusal(component: str, why: str) -> Schema:
    schema = {"$ref": f"#/components/schemas/{component}"}
    return {"description": why, "content": {"application/json": {"schema": schema}}}
