"""From the name in a request to one model that is present."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from editor.errors import InvalidOption, ModelMissing, unknown_name
from editor.inference.card import Task
from editor.inference.defaults import Defaults
from editor.inference.models.base import Model
from editor.inference.protocol import AUTO
from editor.inference.settings import Settings


@dataclass(frozen=True, slots=True)
class Choice:
    """The models of this service, and where their weights would be."""

    models: Mapping[str, type[Model]]
    settings: Settings
    defaults: Defaults | None = None

    def pick(self, task: Task, asked: str) -> type[Model]:
        """The model that `asked` (name, key or `auto`) means for `task`.

        UnknownName for names of nothing, InvalidOption for a model of another task, ModelMissing
        when its weights aren't here or a key's digest is no longer the model's.
        """
        if asked == AUTO:
            return self._best(task)
        name, _, digest = asked.partition("@")
        model = self._of_task(task, name)
        if digest and digest != model.card.digest:
            raise ModelMissing(
                f"The model {asked[:80]} isn't here any more; {name} is now {model.card.key}.",
                remedy="Cut out again with the present model.",
            )
        if not model.is_present(self.settings):
            raise ModelMissing(
                f"{name} can't work here without {model.lacks(self.settings)}.",
                remedy=f"Pull it on the Models page, or choose one of: {self._names(task)}.",
            )
        return model

    def named(self, task: Task, asked: str) -> str:
        """`asked` if it is `auto` or a model of this task, present or not; UnknownName or
        InvalidOption otherwise."""
        return asked if asked == AUTO else self._of_task(task, asked).card.name

    def auto(self) -> dict[Task, type[Model]]:
        """What `auto` means now, for every task that some present model answers."""
        return {task: self._best(task) for task in Task if self._present(task)}

    def _best(self, task: Task) -> type[Model]:
        present = self._present(task)
        if not present:
            raise ModelMissing(
                f"No model for {task} is here.", remedy="Fetch the weights of one of its models."
            )
        chosen = self.defaults.of(task) if self.defaults else AUTO
        wanted = [model for model in present if model.card.name == chosen]
        return max(wanted or present, key=lambda model: (model.card.rank, model.card.name))

    def _of_task(self, task: Task, name: str) -> type[Model]:
        model = self.models.get(name)
        if model is None:
            raise unknown_name("model", name[:80], (m.card.name for m in self._of(task)))
        if model.card.task != task:
            raise InvalidOption(
                f"{name} answers {model.card.task}, not {task}.",
                remedy=f"For {task}: {self._names(task)}.",
            )
        return model

    def _of(self, task: Task) -> list[type[Model]]:
        return [model for model in self.models.values() if model.card.task == task]

    def _present(self, task: Task) -> list[type[Model]]:
        return [model for model in self._of(task) if model.is_present(self.settings)]

    def _names(self, task: Task) -> str:
        return ", ".join([AUTO, *(model.card.name for model in self._present(task))])
