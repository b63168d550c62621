"""Names that phones and computers give to pictures of their screens."""

from __future__ import annotations

import re

SCREEN_NAME = re.compile(
    r"screen[ _-]?shot|screen[ _-]?capture|screengrab|smartselect_|屏幕截图|屏幕快照|截屏|截图|スクリーンショット|스크린샷|"
    r"снимок экрана|bildschirmfoto|captura de pantalla|captura de tela|capture d.?.?écran|schermata",
    re.IGNORECASE,
)
