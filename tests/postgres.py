"""A real PostgreSQL server for the site's tests: started from Debian's packages, used once, and thrown away."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path


def find_programs() -> Path | None:
    """The folder of the newest server's programs; None on a machine without a server."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


class Server:
    """A database server in a folder of its own, reached by a socket in that folder."""

    def __init__(self, programs: Path) -> None:
        self.programs = programs
        self.folder = Path(tempfile.mkdtemp(prefix="tokka-pg-"))
        # The server refuses to run as root, so there it runs as the user of Debian's package.
        self.as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self.as_user:
            shutil.chown(self.folder, "postgres")

    def call(self, program: str, *words: str) -> None:
        """Run one of the server's programs on its data; what it says on failure is the message of the exception."""
        command = [*self.as_user, str(self.programs / program), "-D", str(self.folder / "data"), *words]
        done = subprocess.run(command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        if done.returncode:
            raise RuntimeError(f"{program} failed. It said: {done.stderr.strip()}")

    def start(self) -> str:
        """Start it, and return its address."""
        self.call("initdb", "-U", "tokka", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        options = f"-k {self.folder} -c listen_addresses='' -c fsync=off -c full_page_writes=off -c max_connections=30"
        self.call("pg_ctl", "-w", "-l", str(self.folder / "log"), "-o", options, "start")
        return f"postgres://tokka@{str(self.folder).replace('/', '%2F')}/postgres"

    def stop(self) -> None:
        if (self.folder / "data" / "postmaster.pid").exists():
            self.call("pg_ctl", "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)
