"""The site, people, resources, and everything that is refused to a stranger."""

from typing import Final

from tests.contract.probes import Probe, get, post

OTHERS: Final = [
    get("status_show"),
    get("help_show", name="package_search"),
    get("help_show", name="package_create"),
    get("help_show", name="nope"),
    get("help_show"),
    post("help_show", name="site_read"),
    get("user_list"),
    get("user_list", all_fields="false"),
    get("user_list", q="admin"),
    get("user_list", order_by="edits"),
    get("user_show", id="admin"),
    get("user_show", id="nope"),
    get("user_show"),
    get("user_autocomplete", q="adm"),
    get("user_autocomplete"),
    get("get_site_user"),
    get("api_token_list", user_id="admin"),
    get("api_token_list", user="admin"),
    get("api_token_list"),
    get("config_option_list"),
    get("config_option_show", key="ckan.site_title"),
    get("config_option_show"),
    get("job_list"),
    get("job_show", id="x"),
    get("job_show"),
    get("task_status_show", id="x"),
    get("task_status_show"),
    get("term_translation_show"),
    get("term_translation_show", terms="银行"),
    post("term_translation_show", terms=["银行"], lang_codes=["en"]),
    get("dashboard_activity_list"),
    get("dashboard_new_activities_count"),
    get("package_activity_list", id="$name"),
    get("recently_changed_packages_activity_list"),
    get("activity_show", id="x"),
    get("datastore_search_sql", sql="SELECT 1"),
    get("datapusher_status", resource_id="$table"),
    get("xloader_status"),
    get("package_show_rest", id="$name"),
    get("revision_list"),
    get("related_list"),
    get("user_followee_list", id="admin"),
    get("followee_list", id="admin"),
    get("followee_count", id="admin"),
    get("user_followee_count", id="admin"),
    get("dataset_followee_count", id="admin"),
    get("group_followee_count", id="admin"),
    get("organization_followee_count", id="admin"),
    get("dataset_followee_list", id="admin"),
    get("group_followee_list", id="admin"),
    get("organization_followee_list", id="admin"),
    get("user_follower_count", id="nope"),
    get("user_follower_list", id="nope"),
    get("dataset_follower_count", id="$name"),
    get("dataset_follower_count", id="$id"),
    get("dataset_follower_count", id="nope"),
    get("dataset_follower_count"),
    get("dataset_follower_list", id="$name"),
    get("dataset_follower_list", id="nope"),
    get("group_follower_count", id="sector-loan"),
    get("group_follower_count", id="nope"),
    get("group_follower_list", id="sector-loan"),
    get("organization_follower_count", id="jinrong"),
    get("organization_follower_count", id="nope"),
    get("organization_follower_count"),
    get("organization_follower_list", id="jinrong"),
    get("am_following_user", id="admin"),
    get("am_following_dataset", id="$name"),
    get("am_following_dataset"),
    get("am_following_dataset", id="nope"),
    get("am_following_group", id="sector-loan"),
    get("resource_show", id="$table"),
    get("resource_show", id="nope"),
    get("resource_show", id="99999999-9999-4999-8999-999999999999"),
    get("resource_show"),
    get("resource_show", id="$table", include_tracking="true"),
    get("resource_view_list", id="$table"),
    get("resource_view_list", id="nope"),
    get("resource_view_list"),
    get("resource_view_show", id="nope"),
    get("resource_view_show"),
    get("resource_search", query="name:rev"),
    get("resource_search", query="format:CSV", limit="2"),
    get("resource_search", query="format:csv", limit="1", offset="1"),
    get("resource_search", query="format:zzz"),
    get("resource_search", query="nope:x"),
    get("resource_search", query="name"),
    get("resource_search"),
    get("resource_search", query=""),
    get("resource_search", query="url:download", order_by="name", limit="1"),
    get("resource_search", query="id:$table"),
    get("resource_search", query="hash:sha256:cc", limit="1"),
    get("resource_search", query="hash:cc", limit="1"),
    get("resource_search", query="position:0", limit="1"),
    get("resource_search", query="size:40", limit="1"),
    get("resource_search", query="package_id:$id"),
    post("resource_search", query=["format:CSV", "name:County"]),
    post("resource_search", query="name:County"),
    get("resource_search", query="name:County", limit="x"),
    get("resource_search", query="name:County", limit="-1"),
    get("resource_search", query="name:%"),
    get("resource_search", query="format:CSV", fields="x", limit="1"),
    Probe("/api/util/tag/autocomplete", {"incomplete": "统"}),
    Probe("/api/util/dataset/autocomplete", {"incomplete": "county"}),
    Probe("/api/util/resource/format_autocomplete", {"incomplete": "cs"}),
    Probe("/api/util/organization/autocomplete", {"q": "jin"}),
    Probe("/api/util/group/autocomplete", {"q": "sector"}),
    Probe("/api/2/util/tag/autocomplete", {"incomplete": "统"}),
    Probe("/api/2/util/dataset/autocomplete", {}),
    Probe("/api/util/user/autocomplete", {"q": "adm"}),
]

WRITTEN: Final = [
    *(
        post(name)
        for name in """
    package_create package_update package_patch package_delete package_revise package_resource_reorder
    package_owner_org_update dataset_purge resource_create resource_update resource_patch resource_delete
    resource_view_create resource_view_update resource_view_delete resource_view_reorder
    resource_view_clear resource_create_default_resource_views package_create_default_resource_views
    group_create group_update group_patch group_delete group_purge group_member_create group_member_delete
    organization_create organization_update organization_patch organization_delete organization_purge
    organization_member_create organization_member_delete tag_create tag_delete vocabulary_create vocabulary_update
    vocabulary_delete user_create user_update user_patch user_delete user_invite member_create member_delete
    api_token_create api_token_revoke bulk_update_private bulk_update_public bulk_update_delete
    datastore_create datastore_upsert datastore_delete datastore_records_delete datastore_run_triggers
    datastore_function_create datastore_function_delete set_datastore_active_flag
    follow_dataset follow_group follow_user unfollow_dataset unfollow_group unfollow_user
    config_option_update term_translation_update term_translation_update_many task_status_update
    task_status_update_many task_status_delete job_clear job_cancel package_collaborator_create
    package_collaborator_delete package_relationship_create package_relationship_update
    package_relationship_delete package_relationship_create_rest package_relationship_delete_rest rating_create
    send_email_notifications datastore_search_sql datastore_info datastore_search file_create file_upload
    file_search file_show file_delete file_rename file_pin file_owner_scan upload_file user_reactivate
    dashboard_mark_activities_old tag_create group_type_list organization_type_list
    """.split()  # noqa: SIM905 - one name a word
    ),
    *(
        post(name, id="$name", name="xx")
        for name in "package_create package_update package_patch package_delete package_revise dataset_purge".split()  # noqa: SIM905
    ),
    *(
        post(name, id="sector-loan", name="xx")
        for name in "group_create group_update group_patch group_delete group_purge".split()  # noqa: SIM905
    ),
    *(
        post(name, id="jinrong", name="xx")
        for name in "organization_create organization_update organization_delete organization_purge".split()  # noqa: SIM905
    ),
    *(post(name, id="$table") for name in "resource_update resource_patch resource_delete".split()),  # noqa: SIM905
    post("resource_create", package_id="$name", url="http://example.org"),
    post("datastore_create", resource_id="$table", fields=[{"id": "a"}]),
    post("datastore_create", resource={"package_id": "$id"}),
    post("datastore_upsert", resource_id="$table", records=[]),
    post("datastore_delete", resource_id="$table"),
    post("datastore_records_delete", resource_id="$table", filters={}),
    post("follow_dataset", id="$name"),
    post("user_create", name="xx", email="a@example.org", password="x" * 10),
    post("vocabulary_create", name="xx"),
    post("tag_create", name="xx", vocabulary_id="yy"),
    post("member_create", id="sector-loan", object="x", object_type="package", capacity="public"),
    post("config_option_update", key="x"),
    get("package_create"),
    get("package_delete", id="$name"),
    get("user_create", name="xx"),
    get("follow_dataset", id="$name"),
]
