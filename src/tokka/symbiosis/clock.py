"""How long each step of a run took."""

import time
from dataclasses import dataclass, field


@dataclass(slots=True)
class Clock:
    """Seconds by the name of the step."""

    seconds: dict[str, float] = field(default_factory=dict)
    began: float = field(default_factory=time.perf_counter)

    def done(self, step: str) -> None:
        """The step ends here and the next begins."""
        now = time.perf_counter()
        self.seconds[step] = self.seconds.get(step, 0.0) + now - self.began
        self.began = now
