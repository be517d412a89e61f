import { usage } from './failure.ts';

/** The shells that completion scripts exist for. */
export const completionShells = ['bash', 'zsh', 'fish'] as const;

/** The option with which the command line lists the candidates for the last of the words that follow it. */
const asking = 'auth-conformance --get-yargs-completions';

/** A script for each shell, with how to install it. */
const scripts: { readonly [shell in (typeof completionShells)[number]]: string } = {
  bash: `# auth-conformance completion bash > ~/.local/share/bash-completion/completions/auth-conformance
_auth_conformance() {
  local IFS=$'\\n' word="\${COMP_WORDS[COMP_CWORD]}"
  mapfile -t COMPREPLY < <(compgen -W "$(SHELL=bash ${asking} "\${COMP_WORDS[@]:0:COMP_CWORD}" "$word" 2>/dev/null)" -- "$word")
}
complete -o bashdefault -o default -F _auth_conformance auth-conformance
`,
  zsh: `#compdef auth-conformance
# auth-conformance completion zsh > "\${fpath[1]}/_auth-conformance"
_auth_conformance() {
  local -a candidates
  candidates=("\${(@f)$(SHELL=zsh ${asking} "\${(@)words[1,CURRENT]}" 2>/dev/null)}")
  [[ -n "$candidates" ]] && _describe 'auth-conformance' candidates
  _files
}
if [[ "\${zsh_eval_context[-1]}" == loadautofunc ]]; then _auth_conformance "$@"; else compdef _auth_conformance auth-conformance; fi
`,
  fish: `# auth-conformance completion fish > ~/.config/fish/completions/auth-conformance.fish
function __auth_conformance
  set -l words (commandline --cut-at-cursor --tokenize --current-process) (commandline --cut-at-cursor --current-token)
  SHELL=fish ${asking} $words 2>/dev/null
end
complete --command auth-conformance --arguments '(__auth_conformance)'
`,
};

/** The completion script of a shell; by default of the user's. */
export function completionScript(shell: string | undefined, environment: NodeJS.ProcessEnv): string {
  const name = shell ?? environment['SHELL']?.split('/').at(-1);
  const known = completionShells.find((candidate) => candidate === name);
  if (known === undefined) throw usage(`completion: expected a shell of ${completionShells.join(', ')}, got "${name ?? ''}"`);
  return scripts[known];
}

/**
 * The candidates for a value; undefined if the parser knows better.
 *
 * @param words - the words of the command line up to the one that is completed
 */
async function valueCandidates(words: readonly string[]): Promise<readonly string[] | undefined> {
  const [before = ''] = words.slice(-2);
  if (before === '--fault') return Object.keys((await import('../mock/faults/faults.ts')).faults);
  if (before === '--variant') return Object.keys((await import('../mock/variants/variants.ts')).variants);
  if (before === '--only' || before === '--skip' || before === 'explain') {
    const { catalogue, requirementIds } = await import('../spec/catalogue/catalogue.ts');
    return [...new Set(requirementIds.map((id) => catalogue[id].topic)), ...requirementIds];
  }
  if (before === '--format' || before === '--reporter') {
    const { formats } = await import('../reporters/formats.ts');
    return formats.filter(({ file }) => file !== undefined || before === '--reporter').map(({ name }) => name);
  }
  return undefined;
}

/** What the parser calls for the candidates of a command line. */
export const candidatesFor =
  (words: readonly string[]) =>
  (_: string, _options: unknown, byParser: () => void, done: (candidates: string[]) => void): void => {
    const propose = async () => {
      const candidates = await valueCandidates(words);
      if (candidates === undefined) byParser();
      else done([...candidates]);
    };
    void propose();
  };
