"""What can go wrong with a job as such, for people: stable codes and sentences, no details of data."""

from catalog.errors import CatalogError


class JobError(CatalogError):
    """A job did not reach its end. `is_retryable`: another try may help."""

    code = "job.failed"
    message_zh = "任务没有完成，请稍后重新提交或联系平台管理员。"
    message_en = "The job did not finish; please try again later or ask the administrator."
    is_retryable = True


class JobCrashedError(JobError):
    """The child died or met an unknown error."""

    code = "job.crashed"
    message_zh = "处理程序异常退出，已重试三次仍未成功。原文件已加密保留，请检查文件后重新处理。"
    message_en = "The processing program ended abnormally three times. The file is kept encrypted; check it and retry."


class JobDeadlineError(JobError):
    """The child took longer than it may."""

    code = "job.deadline"
    message_zh = "处理超过时限，已停止。请拆分文件后分批报送。"
    message_en = "Processing took too long and was stopped. Please split the file."


class JobMemoryError(JobError):
    """The child used more memory than it may."""

    code = "job.memory"
    message_zh = "处理所需内存超过上限，已停止。请拆分文件后分批报送。"
    message_en = "Processing needed too much memory and was stopped. Please split the file."


class JobLostError(JobError):
    """The worker vanished again and again."""

    code = "job.lost"
    message_zh = "处理进程多次中断，任务未完成。请联系平台管理员检查服务器后重新处理。"
    message_en = "The worker disappeared several times. Please ask the administrator to check the server, then retry."


class JobStorageError(JobError):
    """No room, or the storage did not answer, while the job wrote."""

    code = "job.storage"
    message_zh = "存储空间不足或存储不可用，任务未完成。请联系平台管理员，处理后可重新提交。"
    message_en = "Storage is full or unavailable. Please ask the administrator, then retry."


class JobUnknownError(JobError):
    """No such kind of job in this release of the product."""

    code = "job.unknown_kind"
    message_zh = "任务类型无法识别，未执行。"
    message_en = "Unknown kind of job; nothing was done."
    is_retryable = False
