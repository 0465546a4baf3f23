"""Bad tables: found, named by row and column, the likely cause suggested, and nothing computed."""

import numpy as np
import pytest
from click.testing import CliRunner

from tokka.leakage.multipliers import multipliers
from tokka.leakage.reading import read_jobs, read_table
from tokka.leakage.refusals import Refused
from tokkasite.terminal.leakage import command

CHANCE = np.random.default_rng(12)
N = 12
CODES = [f"i{at:02}" for at in range(N)]
Z = CHANCE.random((N, N)) * 100 + 1
X = Z.sum(axis=0) / np.linspace(0.3, 0.7, N)
X = np.maximum(X, Z.sum(axis=1) * 1.2)
VA = (X - Z.sum(axis=0)) * np.linspace(0.5, 0.9, N)
IMPORTS = X - Z.sum(axis=0) - VA
HOUSEHOLDS, EXPORTS = (X - Z.sum(axis=1)) * 0.6, (X - Z.sum(axis=1)) * 0.4


def sound():
    """The cells of a balanced table by row and column."""
    cells = {(a, b): Z[i, j] for i, a in enumerate(CODES) for j, b in enumerate(CODES)}
    for j, code in enumerate(CODES):
        cells |= {("va", code): VA[j], ("imports", code): IMPORTS[j]}
        cells |= {(code, "households"): HOUSEHOLDS[j], (code, "exports"): EXPORTS[j]}
    return cells


def with_output(cells):
    return cells | {("output", code): x for code, x in zip(CODES, X, strict=True)}


def written(tmp_path, cells, name="table.csv"):
    file = tmp_path / name
    file.write_text("row,column,value\n" + "".join(f"{a},{b},{value!r}\n" for (a, b), value in cells.items()))
    return file


def refusal(tmp_path, cells):
    with pytest.raises(Refused) as refused:
        multipliers(read_table(written(tmp_path, {pair: float(value) for pair, value in cells.items()})))
    return [(fault.row, fault.column) for fault in refused.value.faults], str(refused.value)


def computed(tmp_path, cells, **options):
    return multipliers(read_table(written(tmp_path, {k: float(v) for k, v in cells.items()})), **options)


EXPECTED = np.linalg.inv(np.eye(N) - Z / X).sum(axis=0)


def test_a_sound_table_is_computed_with_and_without_an_output_row(tmp_path):
    for cells in (sound(), with_output(sound())):
        assert np.allclose(computed(tmp_path, cells).output, EXPECTED, rtol=1e-12)


def test_one_wrong_cell_between_industries_is_named_by_its_row_and_its_column(tmp_path):
    cells = sound() | {("i03", "i07"): Z[3, 7] + 200}
    places, said = refusal(tmp_path, cells)
    assert places == [("i03", ""), ("i07", "")]
    cells = with_output(cells)
    places, said = refusal(tmp_path, cells)
    assert places == [("", "i07"), ("i03", "")]
    assert "wrong cell" in said


def test_a_wrong_primary_input_is_named_by_its_column(tmp_path):
    places, _said = refusal(tmp_path, with_output(sound()) | {("va", "i05"): VA[5] * 1.3})
    assert places == [("", "i05")]


def test_a_negative_flow_between_industries_is_refused(tmp_path):
    places, said = refusal(tmp_path, sound() | {("i02", "i04"): -5.0})
    assert places == [("i02", "i04")]
    assert "negative" in said


def test_a_total_row_left_in_is_refused_without_an_output_row(tmp_path):
    totals = {("sum of inputs", code): value for code, value in zip(CODES, Z.sum(axis=0), strict=True)}
    places, said = refusal(tmp_path, sound() | totals)
    assert ("sum of inputs", "") in places
    assert "counted twice" in said


def test_a_total_of_all_inputs_under_any_name_is_refused_without_an_output_row(tmp_path):
    places, _said = refusal(tmp_path, sound() | {("P1", code): x for code, x in zip(CODES, X, strict=True)})
    assert ("P1", "") in places


def test_total_rows_beside_an_output_row_are_named_and_left_out(tmp_path):
    totals = {("T", code): value for code, value in zip(CODES, Z.sum(axis=0), strict=True)}
    totals |= {("gross", code): value for code, value in zip(CODES, VA + IMPORTS, strict=True)}
    found = computed(tmp_path, with_output(sound()) | totals, value_added=["va"])
    assert np.allclose(found.output, EXPECTED, rtol=1e-12)
    named = next(check for check in found.checks if check.name == "totals")
    assert str(named.says) == "Totals found and left out: T, gross."


def test_a_total_that_is_row_and_column_is_no_industry(tmp_path):
    totals = {("T", code): value for code, value in zip(CODES, Z.sum(axis=0), strict=True)}
    totals |= {(code, "T"): value for code, value in zip(CODES, Z.sum(axis=1), strict=True)}
    places, _said = refusal(tmp_path, sound() | totals)
    assert places == [("T", "")]
    found = computed(tmp_path, with_output(sound()) | totals)
    assert found.industries == tuple(CODES)
    assert np.allclose(found.output, EXPECTED, rtol=1e-12)


def test_a_subtotal_among_industries_is_refused(tmp_path):
    subtotal = {("sub", code): value for code, value in zip(CODES, Z[:4].sum(axis=0), strict=True)}
    subtotal |= {(code, "sub"): value for code, value in zip(CODES, Z[:, :4].sum(axis=1), strict=True)}
    subtotal |= {("sub", "sub"): Z[:4, :4].sum()}
    cells = sound()
    head = {pair: value for pair, value in cells.items() if pair[0] in CODES[:4]}
    places, _said = refusal(tmp_path, head | subtotal | cells)
    assert places == [("sub", "")]


@pytest.mark.parametrize("shares", [(1.0,), (0.5, 0.5), (0.5, 0.3, 0.2), (0.2, 0.3, 0.5), (0.25, 0.25, 0.5)])
@pytest.mark.parametrize("kept", [0.5, 0.6])
@pytest.mark.parametrize("options", ["", "uses", "output", "uses output"])
def test_made_up_tables_of_constant_shares_have_no_totals(tmp_path, shares, kept, options):
    x = Z.sum(axis=0) / (1 - kept)
    rest, uses = x * kept, x - Z.sum(axis=1)
    cells = {(a, b): Z[i, j] for i, a in enumerate(CODES) for j, b in enumerate(CODES)}
    for at, share in enumerate(shares):
        cells |= {(f"p{chr(97 + at)}", code): share * value for code, value in zip(CODES, rest, strict=True)}
        if "uses" in options:
            cells |= {(code, f"f{chr(97 + at)}"): share * value for code, value in zip(CODES, uses, strict=True)}
    if "output" in options:
        cells |= {("output", code): value for code, value in zip(CODES, x, strict=True)}
    if not options and len(shares) == 3 and shares[0] < shares[2]:
        places, _said = refusal(tmp_path, cells)  # a sum below its parts, and nothing that proves it to be none
        assert ("pc", "") in places
        return
    found = computed(tmp_path, cells)
    assert np.allclose(found.output, np.linalg.inv(np.eye(N) - Z / x).sum(axis=0), rtol=1e-12)


@pytest.mark.parametrize("uses", [False, True])
def test_a_total_without_a_telling_name_is_refused_in_any_table_of_real_shares(tmp_path, uses):
    cells = sound() if uses else {pair: value for pair, value in sound().items() if pair[1] in CODES}
    for total in (Z.sum(axis=0), VA + IMPORTS, Z.sum(axis=0) + VA + IMPORTS):
        places, _said = refusal(tmp_path, cells | {("x1", code): v for code, v in zip(CODES, total, strict=True)})
        assert ("x1", "") in places


def test_thousands_taken_for_millions_in_one_row_are_suspected(tmp_path):
    thousands = {("va", code): value * 1000 for code, value in zip(CODES, VA, strict=True)}
    _places, said = refusal(tmp_path, with_output(sound()) | thousands)
    assert "Thousands were perhaps taken for millions" in said
    _places, said = refusal(tmp_path, sound() | thousands)
    assert "Thousands were perhaps taken for millions" in said


def test_output_in_thousands_is_suspected(tmp_path):
    outputs = {("output", code): x * 1000 for code, x in zip(CODES, X, strict=True)}
    places, said = refusal(tmp_path, sound() | outputs)
    assert len(places) >= N
    assert "Thousands were perhaps taken for millions" in said


@pytest.mark.parametrize("output", [False, True])
@pytest.mark.parametrize("lacks", ["row", "column", "both"])
def test_a_missing_industry_is_found(tmp_path, lacks, output):
    cells = with_output(sound()) if output else sound()
    gone = {pair for pair in cells if (pair[0] == "i06" and lacks != "column") or (pair[1] == "i06" and lacks != "row")}
    places, _said = refusal(tmp_path, {pair: value for pair, value in cells.items() if pair not in gone})
    assert places


def test_a_table_without_final_uses_is_computed(tmp_path):
    cells = {pair: value for pair, value in sound().items() if pair[1] in CODES}
    assert np.allclose(computed(tmp_path, cells).output, EXPECTED, rtol=1e-12)


def test_jobs_that_stand_below_the_output_are_no_money(tmp_path):
    people = {("persons", code): 7.0 for code in CODES}
    assert np.allclose(computed(tmp_path, with_output(sound()) | people).output, EXPECTED, rtol=1e-12)


def test_an_output_with_some_inputs_left_out_is_computed_where_the_rows_balance(tmp_path):
    cells = {pair: value for pair, value in with_output(sound()).items() if pair[0] != "imports"}
    found = computed(tmp_path, cells, value_added=["va"])
    assert np.allclose(found.output, EXPECTED, rtol=1e-12)
    assert "primary_inputs_complete" in [check.name for check in found.checks]


def test_an_industry_without_output_has_no_multiplier_and_one_that_buys_without_output_is_refused(tmp_path):
    cells = with_output(sound()) | {("idle", "i00"): 0.0, ("i00", "idle"): 0.0, ("output", "idle"): 0.0}
    found = computed(tmp_path, cells)
    assert np.isnan(found.output[found.industries.index("idle")])
    places, _said = refusal(tmp_path, cells | {("output", "i03"): 0.0})
    assert ("output", "i03") in places


def test_a_code_that_is_no_primary_input_is_refused_with_those_that_are(tmp_path):
    with pytest.raises(Refused, match="Its primary inputs are: va, imports"):
        computed(tmp_path, sound(), value_added=["wages"])


def test_jobs_must_be_there_for_every_industry(tmp_path):
    file = tmp_path / "jobs.csv"
    file.write_text("code;jobs\n" + "".join(f"{code};{at},5\n" for at, code in enumerate(CODES) if code != "i04"))
    with pytest.raises(Refused, match="row i04: The jobs file has no number for this industry"):
        computed(tmp_path, sound(), jobs=read_jobs(file))


FORMS = {
    "not a number": ("code,a,b\na,1,x\nb,2,3\n", "row a, column b: “x” in line 2 is no number."),
    "not available": ("row,column,value\na,b,..\nb,a,1\n", "row a, column b: “..” in line 2 is no number."),
    "twice": ("row,column,value\na,b,1\nb,a,1\na,b,2\n", "row a, column b: The cell is given twice."),
    "row twice": ("code,a,b\na,1,2\na,2,3\n", "row a: The code comes twice."),
    "column twice": ("code,a,a\na,1,2\nb,2,3\n", "column a: The code comes twice."),
    "too long": ("code,a,b\na,1,2,5\nb,2,3\n", "row a: Line 2 has 4 cells under 3 headings."),
    "infinite": ("code,a,b\na,1,inf\nb,2,3\n", "row a, column b: The cell is no finite number."),
    "no code": ("row,column,value\na,,1\n", "row a: Line 2 names no row or no column."),
    "no industry": ("row,column,value\na,b,1\n", "No code is both a row and a column"),
    "empty": ("", "The file is empty."),
    "one word": ("x\n", "The first line, “x”, is no heading of a table."),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_file_that_is_no_table_is_refused_with_its_place(tmp_path, form):
    text, says = FORMS[form]
    file = tmp_path / "t.csv"
    file.write_text(text)
    with pytest.raises(Refused) as refused:
        read_table(file)
    assert str(refused.value).startswith(f"t.csv: {says}")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "mac_roman", "utf-16"])
def test_a_square_table_is_read_in_any_encoding_with_semicolons_and_decimal_commas(tmp_path, encoding):
    file = tmp_path / "t.csv"
    text = "code;Känsä;Työ;name;final\nKänsä;1,5;2;x;3,25\nTyö;1.000,5;;y;.\narvonlisä;1e3;5;z;\n"
    file.write_bytes(text.encode(encoding))
    table = read_table(file)
    assert table.industries == ("Känsä", "Työ")
    assert table.primary == ("arvonlisä",)
    assert table.cells.tolist() == [[1.5, 2, 3.25], [1000.5, 0, 0], [1000, 5, 0]]


def test_the_command_says_what_is_wrong_and_leaves_with_one(tmp_path):
    file = written(tmp_path, {("a", "b"): 1.0, ("b", "a"): -1.0, ("v", "a"): 5.0, ("v", "b"): 5.0})
    run = CliRunner().invoke(command, ["multipliers", "--table", str(file)])
    assert run.exit_code == 1
    assert run.stderr.startswith("Error: table.csv: row b, column a: The flow between industries is negative: -1.")
    assert run.stdout == ""


def test_value_added_codes_may_follow_one_option_or_several(tmp_path):
    file = str(written(tmp_path, {pair: float(value) for pair, value in sound().items()}))
    ways = (["va", "imports"], ["va", "--value-added", "imports"], ["va,imports"])
    runs = [
        CliRunner().invoke(command, ["multipliers", "--table", file, "--json", "--value-added", *way]) for way in ways
    ]
    assert [run.exit_code for run in runs] == [0, 0, 0]
    assert runs[0].stdout == runs[1].stdout == runs[2].stdout


def test_a_row_that_is_called_value_added_need_not_be_told(tmp_path):
    file = str(written(tmp_path, {pair: float(value) for pair, value in sound().items()}))
    runs = [
        CliRunner().invoke(command, ["multipliers", "--table", file, "--json", *way])
        for way in ([], ["--value-added", "va"])
    ]
    assert runs[0].exit_code == 0
    assert runs[0].stdout == runs[1].stdout
