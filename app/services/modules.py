"""The training modules of one workspace: read them, check them against everything they name."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from app.content.modules import ModuleText, check_modules, read_modules
from app.domain.blueprint import Blueprint
from app.domain.errors import Progress, UserError, no_progress
from app.domain.modules.checking import Shelf
from app.domain.modules.module import Module
from app.domain.question_card import QuestionCard
from app.domain.question_problems import FileProblem
from app.services.kept_value import Kept
from app.services.rules import Rules


class Cards(Protocol):
    """What is needed of the question bank."""

    def refresh(self, on_progress: Progress = no_progress) -> object: ...
    def cards(self) -> tuple[QuestionCard, ...]: ...


class ModuleDesk:
    """Nothing here is kept: what a person has read and passed is another service's."""

    def __init__(
        self, folder: Path, bank: Callable[[], Cards], rules: Rules, blueprints: Callable[[], tuple[Blueprint, ...]]
    ) -> None:
        self._texts = Kept(lambda: read_modules(folder), lambda: folder.rglob("*"))
        self._bank = bank
        self._rules = rules
        self._blueprints = blueprints

    def modules(self) -> tuple[Module, ...]:
        """Those that can be used; `problems` says what is the matter with the others."""
        return tuple(text.module for text in self._texts.get() if text.module is not None)

    def problems(self) -> tuple[FileProblem, ...]:
        """What makes files unusable, without looking at what they name."""
        return tuple(problem for text in self._texts.get() for problem in text.problems)

    def module(self, id: str) -> Module:
        """UserError where there is none of that id."""
        known = {module.id: module for module in self.modules()}
        if id not in known:
            raise UserError(f"没有编号为“{id}”的培训模块。", f"可用的有：{'、'.join(known) or '还没有'}。")
        return known[id]

    def check(self, on_progress: Progress = no_progress) -> tuple[tuple[ModuleText, tuple[FileProblem, ...]], ...]:
        """Every file with everything that is wrong with it, in the order of its lines."""
        bank = self._bank()
        bank.refresh(on_progress)
        shelf = Shelf(
            bank.cards(),
            {scenario.id for scenario in self._rules.scenarios()},
            {blueprint.id for blueprint in self._blueprints()},
        )
        return check_modules(self._texts.get(), shelf)
