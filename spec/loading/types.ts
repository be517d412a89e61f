import { getTypes } from './redocly.ts';

type SpecVersion = Parameters<typeof getTypes>[0];
type Types = ReturnType<typeof getTypes>;

/**
 * Redocly's types for a version, with a fix for the device flow of OpenAPI 3.2: Redocly gives its scopes an unknown type and fails on every
 * document with that flow.
 */
export function typesOf(version: SpecVersion): Types {
  const types = getTypes(version);
  const device = types['DeviceAuthorization'];
  const scopes = types['AuthorizationCode']?.properties['scopes'];
  if (device === undefined || scopes === undefined) return types;
  return { ...types, DeviceAuthorization: { ...device, properties: { ...device.properties, scopes } } };
}
