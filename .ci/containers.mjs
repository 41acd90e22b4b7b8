#!/usr/bin/env node
// Checks docker/ of the given root: the example for Kubernetes against the types of Kubernetes, the files of Docker
// Compose against their schema, and both against the rules of this project. KUBECTL renders the example.
// A second argument, "kubernetes" or "compose", leaves the other part out.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, parseAllDocuments } from 'yaml';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(process.argv[2] ?? path.join(here, '..'));
const docker = path.join(root, 'docker');
const kubectl = process.env.KUBECTL ?? 'kubectl';
/** The least time between the end of the drain and the kill. */
const SPARE_SECONDS = 5;
const MIN_REPLICAS = 2;
const faults = [];

function assert(holds, fault) {
  if (!holds) {
    faults.push(fault);
  }
}

function run(command, ...options) {
  const { status, stdout, stderr, error } = spawnSync(command, options, { encoding: 'utf8' });
  if (error) {
    throw error;
  }
  return { status, output: stdout + stderr };
}

/** The seconds that a node takes at most after SIGTERM, by the settings that are built in. */
function drainSeconds() {
  const settings = fs.readFileSync(path.join(root, 'src/main/resources/application.properties'), 'utf8');
  const seconds = (name) => Number(new RegExp(`^quarkus\\.shutdown\\.${name}=(\\d+)s$`, 'mi').exec(settings)?.[1] ?? 0);
  return seconds('delay') + seconds('timeout');
}

/** Renders the example with its example of a secret. */
function render() {
  const copy = fs.mkdtempSync(path.join(os.tmpdir(), 'kubernetes-'));
  try {
    fs.cpSync(path.join(docker, 'kubernetes'), copy, { recursive: true });
    fs.copyFileSync(path.join(copy, 'example/secret.env.example'), path.join(copy, 'example/secret.env'));
    const yaml = execFileSync(kubectl, ['kustomize', path.join(copy, 'example')], { encoding: 'utf8' });
    return parseAllDocuments(yaml, { uniqueKeys: true }).map((document) => {
      document.errors.forEach((error) => faults.push(error.message));
      return document.toJS();
    });
  } finally {
    fs.rmSync(copy, { recursive: true });
  }
}

/** The compiler knows each field of each kind, so a misspelt one is an error, as is a value of another type. */
function checkTypes(documents) {
  const folder = fs.mkdtempSync(path.join(here, 'types-'));
  try {
    const lines = documents.flatMap((document, i) => {
      return [`import type { I${document.kind} as Type${i} } from 'kubernetes-models/${document.apiVersion}';`,
        `(${JSON.stringify(document)}) satisfies Type${i};`];
    });
    fs.writeFileSync(path.join(folder, 'documents.ts'), lines.join('\n'));
    const { status, output } = run(path.join(here, 'node_modules/.bin/tsc'), '--noEmit', '--strict', '--skipLibCheck',
      '--module', 'nodenext', '--moduleResolution', 'nodenext', path.join(folder, 'documents.ts'));
    assert(status === 0, output.replace(/^.*documents\.ts\((\d+),\d+\)/gm,
      (_, line) => documents[Math.ceil(line / 2) - 1].kind));
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

function checkPod(name, pod) {
  const security = pod.securityContext ?? {};
  assert(security.runAsNonRoot === true, `${name}: runAsNonRoot is missing`);
  assert(security.runAsUser > 0, `${name}: runAsUser is missing`);
  assert(security.seccompProfile?.type === 'RuntimeDefault', `${name}: the seccomp profile is not RuntimeDefault`);
  assert(pod.automountServiceAccountToken === false, `${name}: the pod has a token of the cluster`);
  for (const container of pod.containers) {
    const own = container.securityContext ?? {};
    assert(own.allowPrivilegeEscalation === false, `${name}: allowPrivilegeEscalation is not false`);
    assert(own.readOnlyRootFilesystem === true, `${name}: the root file system can be written`);
    assert(own.capabilities?.drop?.includes('ALL') && !own.capabilities.add, `${name}: capabilities are not dropped`);
    assert(container.volumeMounts?.some(({ mountPath }) => mountPath === '/tmp'), `${name}: /tmp cannot be written`);
    const { requests, limits } = container.resources ?? {};
    assert(requests?.cpu && requests.memory && limits?.memory, `${name}: requests or the limit of memory are missing`);
    assert(/^[^:]+:(?!latest)/.test(container.image) || container.image.includes('@sha256:'),
      `${name}: the image ${container.image} has no version`);
    const plain = (container.env ?? []).find((entry) => /PASSWORD|KEY/.test(entry.name) && 'value' in entry);
    assert(plain === undefined, `${name}: ${plain?.name} is written down: refer to the secret`);
    assert(container.envFrom?.some(({ secretRef }) => secretRef), `${name}: no secret is referred to`);
  }
}

function checkService(deployment, autoscaler, budget, service) {
  const pod = deployment.spec.template.spec;
  const [container] = pod.containers;
  const probes = { startupProbe: 'started', livenessProbe: 'live', readinessProbe: 'ready' };
  for (const [probe, health] of Object.entries(probes)) {
    const check = container[probe]?.httpGet;
    assert(check?.path === `/q/health/${health}`, `Deployment: the ${probe} does not ask for /q/health/${health}`);
    assert(container.ports.some(({ name }) => name === check?.port), `Deployment: the ${probe} has no named port`);
  }
  const preStop = Number(container.lifecycle?.preStop?.exec?.command?.[1] ?? 0);
  assert(preStop > 0, 'Deployment: preStop does not wait');
  const needed = preStop + drainSeconds() + SPARE_SECONDS;
  assert(pod.terminationGracePeriodSeconds >= needed,
    `Deployment: terminationGracePeriodSeconds is less than preStop, drain and ${SPARE_SECONDS} s: ${needed} s`);
  assert(pod.affinity?.podAntiAffinity, 'Deployment: pods are not kept apart');
  assert(deployment.spec.strategy?.rollingUpdate?.maxUnavailable === 0, 'Deployment: a rollout takes pods away');
  assert(container.env?.some(({ name, value }) => name === 'QUARKUS_FLYWAY_MIGRATE_AT_START' && value === 'false'),
    'Deployment: pods migrate');
  assert(deployment.spec.replicas === undefined && autoscaler?.spec.minReplicas >= MIN_REPLICAS,
    'HorizontalPodAutoscaler: it does not set the number of replicas, two at least');
  assert(autoscaler?.spec.scaleTargetRef.name === deployment.metadata.name, 'HorizontalPodAutoscaler: wrong target');
  const labels = deployment.spec.template.metadata.labels;
  const selects = (selector) => selector && Object.entries(selector).every(([key, value]) => labels[key] === value);
  assert(selects(deployment.spec.selector.matchLabels), 'Deployment: the selector does not select its pods');
  assert(selects(service?.spec.selector), 'Service: it does not select the pods');
  assert(selects(budget?.spec.selector.matchLabels), 'PodDisruptionBudget: it does not select the pods');
  assert(budget?.spec.maxUnavailable === 1, 'PodDisruptionBudget: more than one pod may be taken away');
}

function checkKubernetes() {
  const documents = render();
  const find = (kind) => documents.find((document) => document.kind === kind);
  checkTypes(documents);
  const deployment = find('Deployment');
  const job = find('Job');
  checkPod('Deployment', deployment.spec.template.spec);
  checkPod('Job', job.spec.template.spec);
  checkService(deployment, find('HorizontalPodAutoscaler'), find('PodDisruptionBudget'), find('Service'));
  const [migrate] = job.spec.template.spec.containers;
  assert(migrate.args?.join(' ') === 'migrate', 'Job: it does not run the command migrate');
  assert(migrate.image === deployment.spec.template.spec.containers[0].image, 'Job: its image is another one');
  const tracked = run('git', '-C', root, 'ls-files', 'docker').output.split('\n');
  assert(!tracked.some((file) => file.endsWith('secret.env')), 'a secret is committed');
  return documents.length;
}

function checkCompose() {
  const files = fs.readdirSync(docker).filter((name) => /^compose.*\.yaml$/.test(name));
  const lint = run(path.join(here, 'node_modules/.bin/dclint'), '-c', path.join(here, 'dclint.json'),
    ...files.map((name) => path.join(docker, name)));
  assert(lint.status === 0, lint.output);
  const services = files.flatMap((name) =>
    Object.entries(parse(fs.readFileSync(path.join(docker, name), 'utf8'), { merge: true }).services)
      .map(([key, service]) => [`${name}, ${key}`, service]));
  for (const [name, service] of services) {
    assert(service.read_only === true, `${name}: the root file system can be written`);
    assert(service.cap_drop?.includes('ALL'), `${name}: capabilities are not dropped`);
    assert(service.security_opt?.includes('no-new-privileges:true'), `${name}: no-new-privileges is missing`);
    assert(service.tmpfs?.includes('/tmp'), `${name}: /tmp cannot be written`);
    const [, count, unit] = /^(\d+)(s|m)$/.exec(service.stop_grace_period) ?? [];
    assert(count * (unit === 'm' ? 60 : 1) >= drainSeconds() + SPARE_SECONDS,
      `${name}: stop_grace_period is not longer than the drain`);
  }
  return services.length;
}

function checkDockerfile() {
  const dockerfile = fs.readFileSync(path.join(docker, 'Dockerfile'), 'utf8');
  const user = /^USER (\d+):\d+$/m.exec(dockerfile)?.[1];
  assert(user > 0, 'Dockerfile: the user is not a number above 0');
  for (const [, image] of dockerfile.matchAll(/^FROM (\S+)/gm)) {
    assert(image.includes(':') && !image.endsWith(':latest'), `Dockerfile: the image ${image} has no version`);
  }
  const renewed = parse(fs.readFileSync(path.join(root, '.github/dependabot.yml'), 'utf8')).updates
    .map((update) => update['package-ecosystem']);
  assert(renewed.includes('docker') && renewed.includes('docker-compose'), 'dependabot.yml: images are not renewed');
}

const checked = [];
if (process.argv[3] !== 'compose') {
  checked.push(`${checkKubernetes()} documents of Kubernetes`);
}
if (process.argv[3] !== 'kubernetes') {
  checked.push(`${checkCompose()} services of Docker Compose`);
  checkDockerfile();
}
if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exit(1);
}
console.log(`${checked.join(' and ')} follow the rules.`);
