"""The secret key of a local installation."""

import secrets
from pathlib import Path

from config.embedded import EmbeddedError
from config.embedded.place import unwritable


def local_secret_key(folder: Path) -> str:
    """The key kept in `folder`, made on first use so that sign-ins outlive a restart.

    Raises EmbeddedError when the folder cannot be written.
    """
    file = folder / "secret.key"
    try:
        if not file.exists():
            folder.mkdir(parents=True, exist_ok=True)
            unfinished = folder / f".secret.{secrets.token_hex(4)}"
            unfinished.touch(mode=0o600)
            unfinished.write_text(secrets.token_urlsafe(48), encoding="ascii")
            try:
                # A link is made only if the name is free: of two processes, both get one key.
                file.hardlink_to(unfinished)
            except FileExistsError:
                pass
            finally:
                unfinished.unlink()
        return file.read_text(encoding="ascii")
    except OSError as error:
        raise EmbeddedError(unwritable(file, error)) from None
