"""In place of the kernel's installer of packages: the site has all that the course uses, and asks nobody.

The installer itself would take a second to import at every visit.
"""


async def install(_name: str, keep_going: bool = True) -> None:
    """Do nothing: the kernel asks for a package that is left out here."""
