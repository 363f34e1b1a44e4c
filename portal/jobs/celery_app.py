"""The Celery application: a doorbell. Messages carry no data, results are not kept, the job row is the truth."""

from celery import Celery

from portal.settings import Settings

VISIBILITY_SLACK_SECONDS = 300
SOCKET_SECONDS = 3
DUE_SECONDS = 300.0


def make_celery(settings: Settings) -> Celery:
    """Configure Celery for one instance and make it this process's default application.

    Without `set_default`, a task rung from a request thread goes to Celery's own default address.

    Args:
        settings: broker address, lease and deadline of the instance.
    """
    app = Celery("portal", broker=settings.broker_url, include=["portal.jobs.tasks"])
    app.conf.update(
        task_ignore_result=True,
        task_acks_late=True,
        task_reject_on_worker_lost=True,  # safe: attempts are counted before the work
        worker_prefetch_multiplier=1,
        task_time_limit=settings.job_deadline_seconds + VISIBILITY_SLACK_SECONDS,
        task_serializer="json",
        accept_content=["json"],
        worker_send_task_events=False,
        task_send_sent_event=False,
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
        worker_enable_remote_control=False,
        worker_cancel_long_running_tasks_on_connection_loss=False,
        broker_connection_retry_on_startup=True,
        broker_connection_timeout=SOCKET_SECONDS,
        broker_transport_options=_transport(settings),
        timezone="UTC",
        beat_schedule={
            "sweep": {"task": "portal.sweep", "schedule": settings.sweep_seconds, "options": _EXPIRES},
            "tidy": {"task": "portal.tidy", "schedule": settings.tidy_seconds, "options": _EXPIRES},
            # looked at often: a process that is started anew each day would never wait a day for it
            "reconcile": {
                "task": "portal.reconcile",
                "schedule": min(settings.reconcile_seconds, DUE_SECONDS),
                "options": _EXPIRES,
            },
        },
    )
    app.set_default()
    return app


_EXPIRES = {"expires": 60, "ignore_result": True}


def _transport(settings: Settings) -> dict[str, float]:
    if settings.broker_url.startswith("memory:"):
        return {"polling_interval": 0.1}  # kombu's memory transport looks once a second by default
    return {
        "visibility_timeout": settings.job_deadline_seconds + 2 * VISIBILITY_SLACK_SECONDS,
        "socket_timeout": 30,
        "socket_connect_timeout": SOCKET_SECONDS,
    }
