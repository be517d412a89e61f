import type { Contract } from '../../../spec/contract.ts';
import type { Settings } from '../../engine/settings.ts';

type TargetUrls = Pick<Settings, 'target' | 'httpTargetGiven'>;

const isHttps = ({ target }: TargetUrls) => new URL(target).protocol === 'https:';

const declared = (contract: Contract): true | string =>
  contract.secureOnly || 'the document does not declare that the API is served over HTTPS only';

/**
 * Whether the rejection of plain HTTP can be checked: true, or why not. A target over plain HTTP serves it on purpose, so another address has to be
 * named for plain HTTP. Without settings, the document alone decides.
 */
export function rejectsPlainHttp(contract: Contract, settings?: TargetUrls): true | string {
  if (declared(contract) !== true || settings === undefined || isHttps(settings) || settings.httpTargetGiven) return declared(contract);
  return 'the target itself uses plain HTTP (target)';
}

/** Whether the use of TLS can be checked: true, or why not. @see RFC 6797 §7.2 */
export function usesTls(contract: Contract, settings?: TargetUrls): true | string {
  if (declared(contract) !== true || settings === undefined || isHttps(settings)) return declared(contract);
  return 'the target uses plain HTTP, not TLS (target)';
}
