"""One spelling, with the way back."""

import base64

from hypothesis import given
from hypothesis import strategies as st

from desensitize.normalise import fold, normalise


def test_offsets_lead_back_to_the_raw_text() -> None:
    raw = "电\u200b话：１３８\u200b００１３８０００。"
    normal = normalise(raw)
    start = normal.text.index("13800138000")
    assert normal.text.startswith("电话:")
    assert raw[slice(*normal.raw_span(start, start + 11))] == "１３８\u200b００１３８０００"


def test_escapes_are_resolved_and_those_that_were_escaped_once_more() -> None:
    raw = r'{"n":"\u5f20\u4e09","p":"\u0031%33&#56;"}'
    normal = normalise(raw)
    assert "张三" in normal.text
    assert "138" in normal.text
    start = normal.text.index("张三")
    assert raw[slice(*normal.raw_span(start, start + 2))] == r"\u5f20\u4e09"
    assert normalise(r"\u005cu5f20").text == "张"
    assert normalise(r"\u005cu005cu5f20").text == r"\u5f20"


def test_surrogate_pairs_and_percent_encodings() -> None:
    assert normalise(r"\ud83d\ude00").text == "\U0001f600"
    assert normalise("%E5%BC%A0").text == "张"
    assert normalise("%D5%C5").text == "张"
    assert normalise("%FF").text == "%FF"


def test_hidden_text_is_decoded_beside() -> None:
    run = base64.b64encode("电话13800138000".encode()).decode()
    hidden = normalise(f"token={run};").hidden
    assert [(h.text, h.start, h.end) for h in hidden] == [("电话13800138000", 6, 6 + len(run))]
    assert normalise(b"13800138000".hex()).hidden[0].text == "13800138000"
    assert normalise("d41d8cd98f00b204e9800998ecf8427e").hidden == ()


def test_numerals_become_digits_only_in_long_runs() -> None:
    assert fold("一三八零零一三八零零零") == "13800138000"
    assert fold("二〇二三年三月") == "二〇二三年三月"
    assert fold("张三13800138000") == "张三13800138000"


def test_look_alikes_fold() -> None:
    assert fold("⾝份证號") == "身份证號"
    assert fold("１１０１０５１９４９１２３１００２Ｘ") == "11010519491231002X"
    assert fold("٠١٢") == "012"
    assert fold("138‐0013—8000") == "138-0013-8000"


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=60))
def test_any_text_keeps_its_offsets(raw: str) -> None:
    """Lone surrogates included: no crash, and every character's place lies in the text, in order."""
    normal = normalise(raw)
    places = [normal.raw_span(i, i + 1) for i in range(len(normal.text))]
    assert all(0 <= start < end <= len(raw) for start, end in places)
    assert [start for start, _ in places] == sorted(start for start, _ in places)


def test_every_radical_folds_to_one_ideograph_and_leads_back() -> None:
    raw = "户主⻢⻰⻓，住⻄⻔⻋站⺠生路"
    normal = normalise(raw)
    assert normal.text == "户主马龙长,住西门车站民生路"
    start = normal.text.index("马龙长")
    assert raw[slice(*normal.raw_span(start, start + 3))] == "⻢⻰⻓"
    whole = "".join(chr(code) for code in (*range(0x2E81, 0x2E9A), *range(0x2E9B, 0x2EF4), *range(0x2F00, 0x2FD6)))
    assert len(fold(whole)) == len(whole)
    assert all(0x3400 <= ord(char) <= 0x9FFF for char in fold(whole))


def test_what_is_escaped_twice_leads_back_to_the_raw_text() -> None:
    raw = "tel=%2531%2533%2538&amp;#48;"
    normal = normalise(raw)
    assert normal.text == "tel=1380"
    assert raw[slice(*normal.raw_span(4, 7))] == "%2531%2533%2538"
    assert raw[slice(*normal.raw_span(7, 8))] == "&amp;#48;"


def test_runs_are_decoded_twice_and_no_deeper() -> None:
    once = base64.b64encode("手机13800138000".encode()).decode()
    twice = base64.b64encode(once.encode()).decode()
    thrice = base64.b64encode(twice.encode()).decode()
    assert any("13800138000" in run.text for run in normalise(twice).hidden)
    assert all((run.start, run.end) == (2, 2 + len(twice)) for run in normalise(f"x {twice}").hidden)
    assert not any("13800138000" in run.text for run in normalise(thrice).hidden)


def test_escapes_inside_base64_are_worth_reading() -> None:
    for text in ("".join(f"%{ord(c):02X}" for c in "13800138000"), "".join(f"\\u{ord(c):04x}" for c in "13800138000")):
        run = base64.b64encode(text.encode()).decode()
        (hidden,) = [one for one in normalise(run).hidden if normalise(one.text).text == "13800138000"]
        assert (hidden.start, hidden.end) == (0, len(run))
