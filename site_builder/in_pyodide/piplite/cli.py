"""What ``%pip`` does in the page."""


async def get_transformed_code(_words: list[str]) -> str:
    """Return the code that a cell with ``%pip`` runs."""
    return "print('Nothing can be installed here; all that the course uses is there.')"
