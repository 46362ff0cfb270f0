import { describe, expect, it } from 'vitest';

import { elements, pretty, tokens } from './json';

describe('the elements of a frame', () => {
  it('are its parts as they were on the wire', () => {
    expect(elements('[2, "17,[", "Heartbeat" ,{"a":[1,2],"b":"]"}]')).toEqual([
      '2',
      '"17,["',
      '"Heartbeat"',
      '{"a":[1,2],"b":"]"}',
    ]);
    expect(elements('\ufeff [4,"1","InternalError","",{}]')).toEqual(['4', '"1"', '"InternalError"', '""', '{}']);
    expect(elements('[]')).toEqual([]);
  });

  it('are none where there is no list', () => {
    expect(elements('{"why":"browser"}')).toBeNull();
    expect(elements('[2,"1","Heartbeat",{}')).toBeNull();
    expect(elements('nonsense')).toBeNull();
  });
});

describe('pretty JSON', () => {
  it('lays out without changing a number, a name or an order', () => {
    expect(pretty('{"limit":16.0,"big":12345678901234567890,"b":[],"a":[{"x":null},{}]}')).toBe(
      [
        '{',
        '  "limit": 16.0,',
        '  "big": 12345678901234567890,',
        '  "b": [],',
        '  "a": [',
        '    {',
        '      "x": null',
        '    },',
        '    {}',
        '  ]',
        '}',
      ].join('\n'),
    );
  });

  it('leaves what is no JSON as it is', () => {
    expect(pretty('{"a":1')).toBe('{"a":1');
    expect(pretty('GET / HTTP/1.1')).toBe('GET / HTTP/1.1');
  });

  it('keeps escapes and texts with brackets in them', () => {
    expect(pretty(String.raw`{"a":"\"}{:,é"}`)).toBe(`{\n  "a": "${String.raw`\"}{:,é`}"\n}`);
  });

  it('tells names, texts and numbers apart and marks what is worth a look', () => {
    const marked = tokens('{"status":"Rejected","n":1,"ok":true}', (name) => name === 'status');
    expect(marked.filter((piece) => piece.kind !== '')).toEqual([
      { kind: 'k', text: '"status"' },
      { kind: 'hot', text: '"Rejected"' },
      { kind: 'k', text: '"n"' },
      { kind: 'n', text: '1' },
      { kind: 'k', text: '"ok"' },
      { kind: 'n', text: 'true' },
    ]);
  });
});
