"""The notebook of docs/ runs from first to last cell on the embedded data alone, and finds what its text says.

Its cells are run here as plain Python in one namespace, the last expression of a cell being its value, as in Jupyter.
nbclient with a kernel would bring some twenty packages (ipykernel, ipython, debugpy, jupyter-client ...) and a second
process that neither the refusal of sockets nor warnings as errors would reach; the notebook uses nothing but Python.
"""

import ast
import json
import sys
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest

NOTEBOOK = Path(__file__).parents[1] / "docs" / "analysis.ipynb"


def read() -> dict[str, Any]:
    return json.loads(NOTEBOOK.read_text(encoding="utf-8"))


def run(source: str, names: dict[str, Any]) -> Any:
    """Run a cell; return the value of its last expression."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, str(NOTEBOOK), "exec"), names)
    return eval(compile(ast.Expression(last.value), str(NOTEBOOK), "eval"), names) if last else None


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The names that the notebook leaves behind, and under ``values`` what its cells show."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ATLAS_HOME", str(tmp_path_factory.mktemp("home")))
        patch.setattr(sys, "path", [*sys.path])
        patch.chdir(NOTEBOOK.parent)
        patch.setattr(plt, "show", lambda: None)
        backend = mpl.get_backend()
        plt.switch_backend("Agg")
        names: dict[str, Any] = {"__name__": "__main__"}
        cells = ["".join(cell["source"]) for cell in read()["cells"] if cell["cell_type"] == "code"]
        names["values"] = [run(source, names) for source in cells]
        names["pixels"] = [painted(plt.figure(number)) for number in plt.get_fignums()]
        plt.close("all")
        plt.switch_backend(backend)
    return names


def painted(figure: Any) -> float:
    """The share of a figure that is not its background."""
    figure.canvas.draw()
    return float((np.asarray(figure.canvas.buffer_rgba()).min(axis=2) < 250).mean())


def test_it_is_kept_without_outputs() -> None:
    notebook = read()
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert len(code) >= 8
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)
    assert len({cell["id"] for cell in notebook["cells"]}) == len(notebook["cells"])


def test_it_names_eight_of_thirty_six_districts(ran: dict[str, Any]) -> None:
    assert (len(ran["named"]), len(ran["districts"])) == (8, 36)
    assert ran["named"].iloc[0].tolist()[0] == "Gwadar"
    assert ran["districts"]["records"].sum() == len(ran["incidents"]) == 9


def test_it_measures_how_precisely_each_place_is_known(ran: dict[str, Any]) -> None:
    by_level = ran["by_level"]
    assert by_level["size"].to_dict() == {"district": 6, "tehsil": 1, "town": 2}
    assert 2_000 < by_level.loc["district", "min"] < by_level.loc["district", "max"] < 40_000
    assert by_level.loc["town"].isna().tolist() == [False, True, True, True]


def test_it_gives_contested_figures_as_ranges_and_every_claim_its_claimant(ran: dict[str, Any]) -> None:
    assert ran["ranges"]["figures"].tolist() == ["State forces: 17, or 200", "Civilians: 31", "Militants: 177–197"]
    assert ran["ranges"]["state"].tolist() == ["contested", "attributed", "contested"]
    claims = ran["claims"]
    assert sorted(claims["figure"]) == ["17", "177", "197", "200", "31"]
    assert claims["claimed by"].ne("").all()
    assert set(claims.loc[claims["figure"] == "177", "word"]) == {"neutralized"}


def test_it_tells_what_could_be_known_on_an_earlier_day(ran: dict[str, Any]) -> None:
    known = next(value for value in ran["values"] if "as known on" in getattr(value, "columns", ()))
    assert known["claims"].tolist() == [0, 5]
    assert known["contested incidents"].tolist() == [0, 9]
    assert known["incidents"].tolist() == [9, 9]


def test_it_draws_a_map_and_the_ranges(ran: dict[str, Any]) -> None:
    assert len(ran["pixels"]) == 2
    assert ran["pixels"][0] > 0.1
    assert ran["pixels"][1] > 0.01


def test_it_ends_with_an_export_of_the_same_records(ran: dict[str, Any]) -> None:
    taken = ran["values"][-1]
    assert taken["id"].tolist() == ran["incidents"]["id"].tolist()
    assert taken["latitude"].notna().sum() == 2
