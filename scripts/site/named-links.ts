import { places } from './places.ts';

/** A token of markdown-it, as far as it is needed here. */
interface Token {
  readonly type: string;
  readonly content: string;
  children: Token[] | null;
  attrSet?(name: string, value: string): void;
}

/** The parser of markdown-it, as far as it is needed here. */
interface Parser {
  readonly core: {
    readonly ruler: {
      push(
        name: string,
        rule: (state: {
          readonly tokens: readonly Token[];
          readonly Token: new (type: string, tag: string, nesting: number) => Token;
        }) => void,
      ): void;
    };
  };
}

/** Makes a link of every requirement, fault and variant that a text names as code, except in headings and links. */
export function linkNames(parser: Parser): void {
  parser.core.ruler.push('named-links', ({ tokens, Token: TokenOf }) => {
    const linked = (children: readonly Token[]): Token[] => {
      let depth = 0;
      return children.flatMap((token) => {
        depth += Number(token.type === 'link_open') - Number(token.type === 'link_close');
        const place = token.type === 'code_inline' && depth === 0 ? places.get(token.content) : undefined;
        if (place === undefined) return [token];
        const open = new TokenOf('link_open', 'a', 1);
        open.attrSet?.('href', place);
        return [open, token, new TokenOf('link_close', 'a', -1)];
      });
    };
    for (const [index, token] of tokens.entries())
      if (token.type === 'inline' && token.children && tokens[index - 1]?.type !== 'heading_open') token.children = linked(token.children);
  });
}
