"""Write `desensitize/data/dictionary_words.txt`: `python -m tests.bench.name_words`.

Words of two and three characters that begin with a surname, from pypinyin's phrases and the tagger's vocabulary, but
for those listed by hand (`not_names.txt`) and those that the tagger, reading them alone, takes for somebody.
"""

from pathlib import Path

from click import echo

from desensitize.people.words import is_placeholder_or_word
from tests.data.generators.dictionary import name_like_words

_FILE = Path(__file__).parents[2] / "desensitize" / "data" / "dictionary_words.txt"
_HEAD = """# Words of a dictionary that begin with a surname and that nobody reads as a name when they stand alone;
# of two and of three characters, from the phrases of pypinyin (MIT licence) and the vocabulary of Baidu LAC (Apache
# licence 2.0), made by tests/bench/name_words.py.
"""
_WIDTH = 118


def main() -> None:
    """Run."""
    kept = sorted(word for word in name_like_words() if not is_placeholder_or_word(word))
    lines, line = [], ""
    for word in sorted(kept, key=len):
        if len(line) + len(word) >= _WIDTH:
            lines.append(line)
            line = ""
        line += f" {word}" if line else word
    _FILE.write_text(_HEAD + "\n".join([*lines, line]) + "\n", encoding="utf-8")
    echo(f"{len(kept)} words")


if __name__ == "__main__":
    main()
