// Light, dark or the system's choice. The preference is kept; what is drawn is derived from it.

export type Preference = 'system' | 'light' | 'dark';
const KEY = 'forecourt.theme';

function stored(): Preference {
  try {
    const value = localStorage.getItem(KEY);
    return value === 'light' || value === 'dark' ? value : 'system';
  } catch {
    return 'system';
  }
}

export class ThemeState {
  preference = $state<Preference>(stored());
  #system = $state<'light' | 'dark'>('light');
  readonly resolved = $derived(this.preference === 'system' ? this.#system : this.preference);

  /** Follows the system until the returned function is called. */
  follow(): () => void {
    const query = matchMedia('(prefers-color-scheme: dark)');
    const read = () => (this.#system = query.matches ? 'dark' : 'light');
    read();
    query.addEventListener('change', read);
    return () => query.removeEventListener('change', read);
  }

  choose(preference: Preference): void {
    this.preference = preference;
    try {
      if (preference === 'system') localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, preference);
    } catch {
      // Blocked storage: the choice holds until the window closes.
    }
    this.write();
  }

  write(): void {
    if (this.preference === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = this.preference;
  }
}
