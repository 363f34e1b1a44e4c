"""Celery tasks: at most ten lines each; they only wake the runner (a doorbell carries no data)."""

from celery import shared_task

from portal.jobs.current import get_runner


@shared_task(name="portal.run_next", ignore_result=True)
def run_next() -> None:
    """Claim one job and see it to its end; ring again while more is ready."""
    get_runner().run_next()


@shared_task(name="portal.sweep", ignore_result=True)
def sweep() -> None:
    """Reclaim what died, ring for what waits."""
    get_runner().sweep()


@shared_task(name="portal.tidy", ignore_result=True)
def tidy() -> None:
    """Clear storage of what no row wants."""
    get_runner().tidy()


@shared_task(name="portal.reconcile", ignore_result=True)
def reconcile() -> None:
    """Queue the comparison of the record with CKAN when it is due."""
    get_runner().reconcile()
