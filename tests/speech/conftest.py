"""One warm speech process for all tests, on the model that start.py installs."""

from collections.abc import Iterator

import pytest

from app.speech.models import Model, ModelStore
from app.speech.transcriber import Transcriber
from app.system.places import models_folder


@pytest.fixture(scope="session")
def store() -> ModelStore:
    models = ModelStore(models_folder())
    if not models.installed():
        pytest.fail(f"no speech model in {models.folder}: run `python3 start.py` once, it installs it", pytrace=False)
    return models


@pytest.fixture(scope="session")
def model(store: ModelStore) -> Model:
    return store.default()


@pytest.fixture(scope="session")
def transcriber(store: ModelStore) -> Iterator[Transcriber]:
    warm = Transcriber(store)
    warm.ready()
    yield warm
    warm.close()
