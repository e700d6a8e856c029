"""The slow work of printing. Tasks take ids; every one may run twice."""

from celery import shared_task

from cms.printing import editions


@shared_task(name="cms.printing_write")
def printing_write(edition_id: int, making: int, at: int = 0) -> None:
    """Write down the text of a printed edition."""
    editions.write(edition_id, making)


@shared_task(name="cms.printing_draw")
def printing_draw(edition_id: int, making: int, at: int) -> None:
    """Draw some of its pages."""
    editions.draw_some(edition_id, making, at)


@shared_task(name="cms.printing_bind")
def printing_bind(edition_id: int, making: int, at: int = 0) -> None:
    """Bind them."""
    editions.bind_all(edition_id, making)
