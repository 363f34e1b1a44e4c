"""CKAN's read actions on the portal's own record: one function an action, `action(reader, params) -> result`.

Parameters and answers are those of CKAN 2.12, measured on a real server; only what an anonymous visitor may see is
answered, but for `datastore_search`, which follows grants. Nothing here writes.
"""

from catalog.actions.ckan_read.datastore import datastore_info, datastore_search
from catalog.actions.ckan_read.errors import (
    ActionError,
    ActionNotAuthorized,
    ActionNotFound,
    ActionSearchError,
    ActionSearchQueryError,
    ActionValidationError,
)
from catalog.actions.ckan_read.organizations import (
    group_autocomplete,
    group_list,
    group_list_authz,
    group_package_show,
    group_show,
    member_list,
    organization_autocomplete,
    organization_list,
    organization_list_for_user,
    organization_show,
)
from catalog.actions.ckan_read.packages import (
    current_package_list_with_resources,
    package_autocomplete,
    package_list,
    package_relationships_list,
    package_search,
    package_show,
)
from catalog.actions.ckan_read.reader import Action, Reader
from catalog.actions.ckan_read.resources import (
    format_autocomplete,
    resource_search,
    resource_show,
    resource_view_list,
    resource_view_show,
)
from catalog.actions.ckan_read.site import (
    help_show,
    license_list,
    no_followers,
    site_read,
    status_show,
    term_translation_show,
    user_autocomplete,
    user_list,
    user_show,
)
from catalog.actions.ckan_read.tags import (
    tag_autocomplete,
    tag_list,
    tag_search,
    tag_show,
    vocabulary_list,
    vocabulary_show,
)

_ACTIONS: tuple[Action, ...] = (
    current_package_list_with_resources,
    datastore_info,
    datastore_search,
    format_autocomplete,
    group_autocomplete,
    group_list,
    group_list_authz,
    group_package_show,
    group_show,
    help_show,
    license_list,
    member_list,
    organization_autocomplete,
    organization_list,
    organization_list_for_user,
    organization_show,
    package_autocomplete,
    package_list,
    package_relationships_list,
    package_search,
    package_show,
    resource_search,
    resource_show,
    resource_view_list,
    resource_view_show,
    site_read,
    status_show,
    tag_autocomplete,
    tag_list,
    tag_search,
    tag_show,
    term_translation_show,
    user_autocomplete,
    user_list,
    user_show,
    vocabulary_list,
    vocabulary_show,
)
_FOLLOWED = ("dataset", "group", "organization", "user")
READS: dict[str, Action] = {one.__name__: one for one in _ACTIONS}
READS |= {f"{one}_follower_count": no_followers for one in _FOLLOWED}

_WRITE_VERBS: dict[str, tuple[str, ...]] = {
    "package": ("create", "update", "patch", "delete", "revise", "resource_reorder", "owner_org_update"),
    "dataset": ("purge",),
    "resource": ("create", "update", "patch", "delete"),
    "resource_view": ("create", "update", "delete", "reorder"),
    "group": ("create", "update", "patch", "delete", "purge", "member_create", "member_delete"),
    "organization": ("create", "update", "patch", "delete", "purge", "member_create", "member_delete"),
    "tag": ("create", "delete"),
    "vocabulary": ("create", "update", "delete"),
    "user": ("create", "update", "patch", "delete", "invite"),
    "member": ("create", "delete"),
    "api_token": ("create", "revoke"),
    "bulk": ("update_private", "update_public", "update_delete"),
    "datastore": ("create", "upsert", "delete", "records_delete", "run_triggers"),
    "follow": ("dataset", "group", "user"),
    "unfollow": ("dataset", "group", "user"),
    "config_option": ("update",),
    "term_translation": ("update",),
    "task_status": ("update", "delete"),
    "job": ("clear", "cancel"),
    "package_collaborator": ("create", "delete"),
    "package_relationship": ("create", "update", "delete"),
}
WRITES: frozenset[str] = frozenset(f"{noun}_{verb}" for noun, verbs in _WRITE_VERBS.items() for verb in verbs)
# reads that only an administrator of a CKAN may do
CLOSED: frozenset[str] = frozenset(
    "config_option_list config_option_show job_list job_show get_site_user api_token_list".split()  # noqa: SIM905
)

__all__ = [
    "CLOSED",
    "READS",
    "WRITES",
    "Action",
    "ActionError",
    "ActionNotAuthorized",
    "ActionNotFound",
    "ActionSearchError",
    "ActionSearchQueryError",
    "ActionValidationError",
    "Reader",
]
