// JSON as it was on the wire: taken apart and laid out without changing a number or the order of anything.

/** A piece of laid-out JSON: a name, a text, a number or word, something to look at, or what lies between. */
export interface Token {
  kind: 'k' | 's' | 'n' | 'hot' | '';
  text: string;
}

const PIECE = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/gs;

/** The elements of a list, each as its own text; null when the text is no list. */
export function elements(text: string): string[] | null {
  const trimmed = text.replace(/^\ufeff/, '').trim();
  if (!trimmed.startsWith('[') || !trimmed.endsWith(']')) return null;
  const found: string[] = [];
  let depth = 0;
  let from = 1;
  for (const match of trimmed.matchAll(PIECE)) {
    const piece = match[0];
    if (piece === '[' || piece === '{') depth += 1;
    else if (piece === ']' || piece === '}') depth -= 1;
    const last = depth === 0 && piece === ']';
    if ((piece === ',' && depth === 1) || last) {
      const element = trimmed.slice(from, match.index).trim();
      if (element !== '' || !last) found.push(element);
      from = match.index + 1;
    }
    if (last) return found;
  }
  return null;
}

/** The JSON on several lines, indented. Text that is no JSON stays as it is. */
export function pretty(raw: string): string {
  return tokens(raw)
    .map((token) => token.text)
    .join('');
}

/**
 * The laid-out JSON in pieces. `hot` says whether the text under a name is worth a look.
 */
export function tokens(raw: string, hot: (name: string, text: string) => boolean = () => false): Token[] {
  const source = raw.trim();
  if (!isJson(source)) return [{ kind: '', text: raw }];
  const out: Token[] = [];
  const plain = (text: string) => {
    const last = out.at(-1);
    if (last?.kind === '') last.text += text;
    else out.push({ kind: '', text });
  };
  let indent = '';
  let name = '';
  const pieces = [...source.matchAll(PIECE)].map((match) => match[0]);
  pieces.forEach((piece, at) => {
    const next = pieces[at + 1];
    switch (piece) {
      case '{':
      case '[':
        if (next === '}' || next === ']') return plain(piece);
        indent += '  ';
        return plain(`${piece}\n${indent}`);
      case '}':
      case ']':
        if (pieces[at - 1] === '{' || pieces[at - 1] === '[') return plain(piece);
        indent = indent.slice(2);
        return plain(`\n${indent}${piece}`);
      case ',':
        return plain(`,\n${indent}`);
      case ':':
        return plain(': ');
      default:
        if (next === ':') {
          name = piece.slice(1, -1);
          out.push({ kind: 'k', text: piece });
        } else if (piece.startsWith('"')) {
          out.push({ kind: hot(name, piece.slice(1, -1)) ? 'hot' : 's', text: piece });
        } else out.push({ kind: 'n', text: piece });
    }
  });
  return out;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
