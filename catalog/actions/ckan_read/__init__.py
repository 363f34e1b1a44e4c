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
    member_roles_list,
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
from catalog.actions.ckan_read.people import (
    FOLLOWING,
    package_collaborator_list_for_user,
    user_autocomplete,
    user_list,
    user_show,
)
from catalog.actions.ckan_read.reader import Action, Reader
from catalog.actions.ckan_read.refused import REFUSED, refuse
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
    status_show,
    task_status_show,
    term_translation_show,
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
    member_roles_list,
    organization_autocomplete,
    organization_list,
    organization_list_for_user,
    organization_show,
    package_autocomplete,
    package_collaborator_list_for_user,
    package_list,
    package_relationships_list,
    package_search,
    package_show,
    resource_search,
    resource_show,
    resource_view_list,
    resource_view_show,
    status_show,
    tag_autocomplete,
    tag_list,
    tag_search,
    tag_show,
    task_status_show,
    term_translation_show,
    user_autocomplete,
    user_list,
    user_show,
    vocabulary_list,
    vocabulary_show,
)
READS: dict[str, Action] = {one.__name__: one for one in _ACTIONS} | FOLLOWING

__all__ = [
    "READS",
    "REFUSED",
    "Action",
    "ActionError",
    "ActionNotAuthorized",
    "ActionNotFound",
    "ActionSearchError",
    "ActionSearchQueryError",
    "ActionValidationError",
    "Reader",
    "refuse",
]
