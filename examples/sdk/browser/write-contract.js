// node write-contract.js openapi.yaml [limits.overlay.yaml …] > public/contract.json
import { loadContract } from 'auth-conformance';

const [document, ...overlays] = process.argv.slice(2);
process.stdout.write(JSON.stringify(await loadContract(document, { overlays })));
