"""The rulebooks that come with Bình Yên, as data. Each is one YAML file named `<programme>@<version>.yaml`."""

from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType

# In the order in which they are installed: an earlier version before the one that replaced it.
_FILES: Mapping[str, str] = MappingProxyType(
    {
        "an-toan-antt@23/2012": "an-toan-antt@23-2012.yaml",
        "an-toan-antt@124/2021": "an-toan-antt@124-2021.yaml",
        "kien-thuy-5-an@2024": "kien-thuy-5-an@2024.yaml",
        "yen-lac-5-tu-quan@2020": "yen-lac-5-tu-quan@2020.yaml",
        "bac-hong-5-nhat@2012-2022": "bac-hong-5-nhat@2012-2022.yaml",
        "hoa-binh-dien-hinh@12-NQ/TU": "hoa-binh-dien-hinh@12-NQ-TU.yaml",
        "hoa-binh-phuong-kieu-mau@12-NQ/TU": "hoa-binh-phuong-kieu-mau@12-NQ-TU.yaml",
        "ntm-19-2@2016-2020": "ntm-19-2@2016-2020.yaml",
        "hoa-binh-khen-thuong@2012-2022": "hoa-binh-khen-thuong@2012-2022.yaml",
    }
)


def shipped() -> tuple[str, ...]:
    """References of the shipped rulebooks ("an-toan-antt@124/2021"), earlier versions first."""
    return tuple(_FILES)


def shipped_text(reference: str) -> str:
    """The YAML text of a shipped rulebook. Raises KeyError for a reference that is not among `shipped()`."""
    return (files(__name__) / _FILES[reference]).read_text(encoding="utf-8")
