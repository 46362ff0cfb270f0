// Where the person is: the hash, because both doors serve the same static files.

export interface Place {
  /** The screen's address, for example `charger`. */
  screen: string;
  /** What follows, for example `['3', 'sessions']`. */
  rest: string[];
  params: URLSearchParams;
}

export function parse(hash: string): Place {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [screen = '', ...rest] = path.split('/').filter(Boolean).map(decodeURIComponent);
  return { screen: screen || 'overview', rest, params: new URLSearchParams(query) };
}

export class Route {
  place = $state.raw<Place>(parse(''));

  follow(): () => void {
    const read = () => (this.place = parse(location.hash));
    read();
    addEventListener('hashchange', read);
    return () => removeEventListener('hashchange', read);
  }

  go(address: string): void {
    location.hash = `#/${address}`;
  }

  /** Changes the address without a new step in the history. */
  amend(address: string): void {
    history.replaceState(null, '', `#/${address}`);
    this.place = parse(location.hash);
  }
}
