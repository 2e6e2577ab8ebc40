"""The shape of a handout's front matter; kept apart because pydantic is slow to import."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


def _definition_name(name: str) -> str:
    if not name.isidentifier():
        raise ValueError(f"{name!r} cannot name a definition")
    return name


def _module_file(name: str) -> str:
    if not (name.endswith(".py") and name.removesuffix(".py").isidentifier()):
        raise ValueError(f"{name!r} is not the file of a module, such as 'coursedata.py'")
    return name


def _file_inside(name: str) -> str:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not path.parts or "\\" in name:
        raise ValueError(f"{name!r} is not a file inside templates/assets")
    return name


def _topic(name: str) -> str:
    if name != " ".join(name.split()) or not name.isprintable() or set(name) & set(",|[]`"):
        raise ValueError(f"{name!r} is not a topic: a few words, without commas and the signs of Markdown")
    return name


def _each_once(names: list[str]) -> list[str]:
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise ValueError(f"{twice!r} is there twice")
    return names


Topic = Annotated[str, Field(min_length=1, max_length=40), AfterValidator(_topic)]


class _Table(BaseModel):
    # TOML has types of its own: "8" where 8 is meant is a slip, not a number.
    model_config = ConfigDict(extra="forbid", strict=True)


class LimitsTable(_Table):
    """``[limits]``: what is not given keeps the default of ``model.Limits``."""

    check_cpu_s: float = Field(default=0.0, gt=0)
    submission_cpu_s: float = Field(default=0.0, gt=0)
    memory_mb: int = Field(default=0, gt=0)
    answer_mb: int = Field(default=0, gt=0)


class TaskTable(_Table):
    """One ``[[task]]``."""

    id: str = Field(min_length=1)
    names: list[Annotated[str, AfterValidator(_definition_name)]] = Field(min_length=1)
    points: int = Field(gt=0)
    extension: bool = False
    artefact: str | None = Field(default=None, min_length=1)
    topics: Annotated[list[Topic], AfterValidator(_each_once)] = []


class FrontMatterTable(_Table):
    """All of the front matter."""

    title: str = Field(min_length=1)
    course: int = Field(ge=1)
    week: int = Field(ge=1)
    framework: Literal["numpy", "tensorflow"] = "numpy"
    given_modules: list[Annotated[str, AfterValidator(_module_file)]] = []
    assets: list[Annotated[str, AfterValidator(_file_inside)]] = []
    limits: LimitsTable = LimitsTable()
    task: list[TaskTable] = Field(min_length=1)
