"""Manuals of the fictional Games: five in six languages, older editions of two, briefings of two committees.

text/              the sources, one a manual, language and edition: `accreditation.en.md`, `accreditation.en.v1.md`
sources.py         what there is, and the sections of each
markup.py          the Markdown of the sources as typst's markup: pure
typeset.py         a source as a PDF, set by typst on the machine that shows it
template.typ       how a page looks
traps.py           what was put into the texts on purpose, for tests and benchmarks
first_library.py   all of it in the library of a fresh demo

Every word is invented, as the Games, their city Velmora, its extensions and its crowns are.
"""

from grandstand.demo.manuals.sources import Manual, Section, manuals, section_of, sections

__all__ = ["Manual", "Section", "manuals", "section_of", "sections"]
