// The colour scheme and language of the last visit, set before anything is drawn. The rest is the program's.
(function () {
  try {
    var theme = localStorage.getItem('forecourt.theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
    var lang = localStorage.getItem('forecourt.lang');
    if (lang) document.documentElement.lang = lang;
  } catch {
    // Storage may be blocked: then the system's scheme and English hold.
  }
})();
