"""config.yaml, overlays and ${ENV} become one frozen Config; every mistake at once, each with its key path."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin

import yaml
from pydantic import BaseModel, ValidationError

from intake.config.across import across
from intake.config.languages import languages
from intake.config.logins import login_mistakes, one_way_each, servers_of, with_token_files
from intake.config.mistakes import ConfigError as ConfigError
from intake.config.mistakes import Mistake as Mistake
from intake.config.mistakes import meant, plainly
from intake.config.models import Config
from intake.config.paths import absent_files, anchored
from intake.config.shorthand import told_once, with_shared_fields, without_nulls
from intake.config.unsaid import unsaid
from intake.config.yaml_reader import load_yaml

MOVED = {  # keys of a call that slots have taken the place of
    "works": "now a slot of kind photo: slots.work: {kind: photo, count: 3-5, judged: true, title: …, names: […]}",
    "portraits": "now a slot of kind photo: slots.portrait: {kind: photo, count: 1-2, title: …, names: […]}",
    "texts": "each is now a slot of kind text: slots.biography: {kind: text, count: 1, title: …, headings: […]}",
    "form": "now a slot of kind form: slots.form: {kind: form, count: 1, title: …, names: […], fields: …}; file_names became names",
}
UNION_TAGS = frozenset({"moment", "working days"})  # what pydantic puts into a key path that nobody wrote
ENVIRONMENT = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


def load(paths: Sequence[Path], environ: Mapping[str, str]) -> Config:
    """Read the files, later over earlier, and return the frozen Config; raises ConfigError with all mistakes."""
    config, mistakes = examine(paths, environ)
    serious = [mistake for mistake in mistakes if not mistake.warning]
    if serious or config is None:
        raise ConfigError(serious)
    return config


def examine(paths: Sequence[Path], environ: Mapping[str, str]) -> tuple[Config | None, list[Mistake]]:
    """Return the Config (None if it cannot be built) and every mistake and warning, in file order."""
    config, _, mistakes = drafted(paths, environ)
    return config, mistakes


def drafted(paths: Sequence[Path], environ: Mapping[str, str]) -> tuple[Config | None, Mapping[str, Any], list[Mistake]]:
    """Return the Config (None if it cannot be built), what is written in the files laid over each other, and every mistake."""
    try:
        languages()
    except ConfigError as broken:  # the program's own words: nothing of the configuration can be judged without
        return None, {}, list(broken.mistakes)
    mistakes: list[Mistake] = []
    merged: dict[str, Any] = {}
    for path in paths:
        merged = overlay(merged, _read(path, mistakes))
    if mistakes:
        return None, {}, mistakes
    merged = one_way_each(without_nulls(merged))
    mistakes += _written_out_passwords(merged)
    expanded = _expand(merged, environ, "", mistakes)
    asleep = tuple(f"{path}." for path, server in servers_of(expanded) if server.get("enabled") is False)
    mistakes = [item for item in mistakes if not (item.login and item.key_path.startswith(asleep))]
    with_token_files(expanded)
    whole = with_shared_fields(expanded)
    try:
        config = Config.model_validate(whole)
    except ValidationError as error:
        found = error.errors(include_url=False)
        first = told_once((item["loc"] for item in found), expanded)
        mistakes += dict.fromkeys(_explain(item) for item, new in zip(found, first, strict=True) if new)
        return None, whole, [*mistakes, *across(whole)]
    mistakes += [*across(whole), *login_mistakes(config)]
    mistakes += unsaid(config)
    mistakes += [item for name, call in config.calls.items() for item in absent_files(call, f"calls.{name}")]
    return config, whole, mistakes


def overlay(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Lay one mapping over another: mappings merge deeply, lists and scalars replace."""
    result = dict(below)
    for key, value in above.items():
        under = result.get(key)
        result[key] = overlay(under, value) if isinstance(under, dict) and isinstance(value, dict) else value
    return result


def _read(path: Path, mistakes: list[Mistake]) -> dict[str, Any]:
    try:
        content = load_yaml(path.read_text(encoding="utf-8"))
    except OSError as error:
        mistakes.append(
            Mistake(key_path=str(path), problem=f"cannot be read: {error.strerror}", hint="give an existing file to --config")
        )
    except UnicodeDecodeError:
        mistakes.append(Mistake(key_path=str(path), problem="is not UTF-8 text", hint="save it as UTF-8"))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}, line {mark.line + 1}" if mark else str(path)
        mistakes.append(Mistake(key_path=where, problem=f"is not valid YAML: {getattr(error, 'problem', None) or error}"))
    else:
        if isinstance(content, dict):
            found: dict[str, Any] = anchored(content, path.absolute().parent)
            return found
        if content is not None:
            mistakes.append(
                Mistake(key_path=str(path), problem="must hold keys and values at the top", hint="as config.yaml does")
            )
    return {}


def _expand(value: Any, environ: Mapping[str, str], path: str, mistakes: list[Mistake]) -> Any:
    """Replace ${NAME} in every string; a NAME that is not set is a mistake that names the key."""
    if isinstance(value, dict):
        return {key: _expand(item, environ, f"{path}.{key}" if path else str(key), mistakes) for key, item in value.items()}
    if isinstance(value, list):
        return [_expand(item, environ, f"{path}[{index}]", mistakes) for index, item in enumerate(value)]
    if not isinstance(value, str):
        return value
    for name in ENVIRONMENT.findall(value):
        if name not in environ:
            mistakes.append(
                Mistake(
                    key_path=path, problem=f"the environment variable {name} is not set", hint=f"export {name}=… before starting"
                )
            )
    return ENVIRONMENT.sub(lambda match: environ.get(match[1], ""), value)


def _written_out_passwords(merged: Mapping[str, Any]) -> Iterator[Mistake]:
    for path, settings in servers_of(merged):
        password = settings.get("password")
        if isinstance(password, str) and password and not ENVIRONMENT.search(password):
            yield Mistake(
                key_path=f"{path}.password",
                problem="a password is written out in the file",
                hint="better: ${NAME} from the environment, or password_file",
                warning=True,
            )


def _explain(item: Any) -> Mistake:
    """Turn one of pydantic's errors into a key path, a plain problem and a hint."""
    location = tuple(
        part for place, part in enumerate(item["loc"]) if not (part in UNION_TAGS and item["loc"][place - 1] == "closes")
    )
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location).lstrip(".")
    if item["type"] == "extra_forbidden":
        if len(location) == 3 and location[0] == "calls" and location[2] in MOVED:
            return Mistake(key_path=path, problem="is no key of a call any more", hint=MOVED[location[2]])
        hint = meant(str(location[-1]), _known_keys(location[:-1]), "remove it")
        return Mistake(key_path=path, problem="is not a known key", hint=hint)
    if item["type"] == "missing":
        return Mistake(key_path=path, problem="is missing", hint="add it")
    problem, hint = plainly(item["msg"], item["input"])
    told = item["type"] == "value_error" or "password" in path or "oauth" in path  # by itself, or a secret
    return Mistake(key_path=path or "the file", problem=problem, hint="" if told else hint)


def _known_keys(location: Sequence[Any]) -> list[str]:
    """Follow a location through the models and return the keys known there."""
    model: Any = Config
    for part in location:
        if isinstance(model, type) and issubclass(model, BaseModel):
            field = next((item for name, item in model.model_fields.items() if part in {name, item.alias}), None)
            model = field.annotation if field else None
        else:  # dict[str, Model] or tuple[Model, ...]
            arguments = get_args(model)
            model = arguments[1] if len(arguments) == 2 else arguments[0] if arguments else None
        model = get_args(model)[0] if get_origin(model) is Annotated else model
        model = (
            next((option for option in get_args(model) if isinstance(option, type) and issubclass(option, BaseModel)), model)
            if (type(None) in get_args(model))
            else model
        )
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        return []
    return [item.alias or name for name, item in model.model_fields.items() if name != "id"]
