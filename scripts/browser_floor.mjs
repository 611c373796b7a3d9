/* The checker behind browser_floor.py: parses each file and asks MDN's data when each browser learned what it uses. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { relative } from "node:path";
import { parse as parseScript } from "acorn";
import { fullAncestor } from "acorn-walk";
import * as csstree from "css-tree";

const bcd = createRequire(import.meta.url)("@mdn/browser-compat-data");

const FLOOR = { chrome: 109, edge: 109, firefox: 115, safari: 15, safari_ios: 15 };
const ECMASCRIPT = 2020;

/* Used although a browser of the floor lacks it, because the page loses nothing that matters there. */
const ACCEPTED = {
  "css.selectors.focus-visible": "Safari 15.0–15.3 drops the rule and keeps its own ring",
  "css.properties.cursor": "a finger has no pointer",
  "css.properties.accent-color": "a tick keeps the colour of the system",
  "css.properties.resize": "a text box on a phone keeps its size",
  "css.properties.scroll-behavior": "the page jumps instead of gliding",
  "css.properties.text-decoration.dotted": "an abbreviation is underlined with a plain line",
  "css.properties.text-decoration-skip-ink": "an abbreviation is underlined through its descenders",
};
/* In files of others: asked for before it is used, or a name of their own data. */
const EXCUSED = {
  "htmx.min.js": ["startViewTransition", "moveBefore", "parseHTMLUnsafe"],
  "webauthn-json.js": ["getTransports"],
  "webauthn.js": ["login"],
};
/* Names the data keeps under others. */
const SAME_AS = { "word-wrap": "overflow-wrap" };
/* As old as colours and typefaces themselves; the data has no entry of their own. */
const ANCIENT = new Set(["var", "url", "rgba", "hsla", "format", "local"]);

const problems = [];

function lacking(compat, prefixes = []) {
  if (!compat || !compat.__compat) return [];
  const support = compat.__compat.support;
  return Object.keys(FLOOR).filter((browser) => !has(support[browser], FLOOR[browser], prefixes));
}

function has(entries, floor, prefixes) {
  return [].concat(entries || []).some((entry) => {
    if (entry.flags || entry.alternative_name || (entry.prefix && !prefixes.includes(entry.prefix))) return false;
    /* The data's preview values and ranges: "≤37" is an upper bound. */
    if (!entry.version_added || entry.version_added === "preview") return false;
    if (entry.version_removed && Number.parseFloat(entry.version_removed) <= floor) return false;
    return Number.parseFloat(String(entry.version_added).replace("≤", "")) <= floor;
  });
}

function judge(file, line, name, compat, words, prefixes = []) {
  if (Object.keys(ACCEPTED).some((key) => name === key || name.startsWith(`${key}.`))) return;
  const without = lacking(compat, prefixes);
  if (without.length) problems.push({ file, line, message: `${words} (${without.map((b) => `${b} ${FLOOR[b]}`).join(", ")} cannot)` });
}

/* ---------- styles ---------- */

function checkStyle(file, text) {
  const tree = csstree.parse(text, {
    positions: true,
    onParseError: (error) => problems.push({ file, line: error.line, message: `does not parse: ${error.message}` }),
  });
  const supports = [];
  csstree.walk(tree, {
    enter(node) {
      const line = node.loc ? node.loc.start.line : 0;
      if (node.type === "Atrule") atRule(file, line, node, supports);
      if (supports.length) return;
      if (node.type === "Rule" && this.rule) problems.push({ file, line, message: "nested rule" });
      if (node.type === "Declaration") declaration(file, line, node, this.block);
      if (node.type === "PseudoClassSelector" || node.type === "PseudoElementSelector") selector(file, line, node);
      if (node.type === "NestingSelector") problems.push({ file, line, message: "nesting selector &" });
      if (node.type === "Function") valueFunction(file, line, node);
      if (node.type === "FeatureRange") problems.push({ file, line, message: "range in a media query (safari 15 cannot)" });
      if (node.type === "Dimension") unit(file, line, node);
    },
    leave(node) {
      if (node.type === "Atrule" && node.name === "supports") supports.pop();
    },
  });
}

function atRule(file, line, node, supports) {
  /* What stands inside @supports is a gift to those who have it. */
  if (node.name === "supports") supports.push(node);
  if (supports.length || node.name.startsWith("-") || node.name === "charset") return;
  const known = bcd.css["at-rules"][node.name];
  if (!known) problems.push({ file, line, message: `unknown at-rule @${node.name}` });
  else judge(file, line, `css.at-rules.${node.name}`, known, `@${node.name}`);
}

function declaration(file, line, node, block) {
  if (node.property.startsWith("-")) return; /* a variable, or ignored where its prefix is unknown */
  const name = SAME_AS[node.property] || node.property;
  const known = bcd.css.properties[name];
  if (!known) {
    const isDescriptor = Object.values(bcd.css["at-rules"]).some((rule) => name in rule);
    if (!isDescriptor) problems.push({ file, line, message: `unknown property ${name}` });
    return;
  }
  const prefixes = prefixesBeside(name, block);
  judge(file, line, `css.properties.${name}`, known, name, prefixes);
  if (prefixes.length) return;
  csstree.walk(node.value, (part) => {
    if (part.type === "Identifier" && known[part.name]) {
      judge(file, line, `css.properties.${name}.${part.name}`, known[part.name], `${name}: ${part.name}`);
    }
  });
}

/* The prefixes under which the same block says the same thing. */
function prefixesBeside(name, block) {
  const said = block ? block.children.toArray().map((each) => each.property || "") : [];
  return ["-webkit-", "-moz-"].filter((prefix) => said.includes(prefix + name));
}

function selector(file, line, node) {
  if (node.name.startsWith("-")) return;
  const known = bcd.css.selectors[node.name];
  if (!known) problems.push({ file, line, message: `unknown selector :${node.name}` });
  else judge(file, line, `css.selectors.${node.name}`, known, `:${node.name}`);
}

function valueFunction(file, line, node) {
  const name = node.name.toLowerCase();
  if (name.startsWith("-") || ANCIENT.has(name)) return;
  const found = functionsByName.get(name);
  if (found) judgeBest(file, line, found, `${name}()`);
  else problems.push({ file, line, message: `unknown function ${name}()` });
}

function unit(file, line, node) {
  const known = (bcd.css.types.length || {})[node.unit.toLowerCase()] || (bcd.css.types.length || {})[`viewport_percentage_units_${viewportKind(node.unit)}`];
  if (known) judge(file, line, `css.types.length.${node.unit}`, known, `unit ${node.unit}`);
}

function viewportKind(name) {
  const kinds = { d: "dynamic", s: "small", l: "large" };
  return /^[dsl]v(w|h|i|b|min|max)$/.test(name) ? kinds[name[0]] : "";
}

const functionsByName = collectFunctions();

/* Functions stand in several places of the data ("types.color.color-mix", "types.calc", "properties.width.fit-content_function"). */
function collectFunctions() {
  const found = new Map();
  const visit = (name, node) => {
    if (!node || typeof node !== "object") return;
    const bare = name.replace(/_function$/, "").toLowerCase();
    if (node.__compat) found.set(bare, [...(found.get(bare) || []), node]);
    for (const [key, child] of Object.entries(node)) if (key !== "__compat") visit(key, child);
  };
  for (const place of [bcd.css.types, bcd.css.properties]) for (const [key, child] of Object.entries(place)) visit(key, child);
  return found;
}

/* One name, several meanings: it passes if any of them is within the floor. */
function judgeBest(file, line, meanings, words) {
  if (meanings.every((meaning) => lacking(meaning).length)) judge(file, line, "", meanings[0], words);
}

/* ---------- scripts ---------- */

const builtins = bcd.javascript.builtins;
const members = collectMembers();

function collectMembers() {
  const found = new Map();
  const add = (name, node) => node && node.__compat && found.set(name, [...(found.get(name) || []), node]);
  for (const place of [builtins, bcd.api]) {
    for (const [owner, node] of Object.entries(place)) {
      if (owner === "__compat") continue;
      for (const [name, child] of Object.entries(node)) add(name.replace(/_static$/, ""), child);
    }
  }
  return found;
}

function checkScript(file, text) {
  let tree;
  try {
    tree = parseScript(text, { ecmaVersion: ECMASCRIPT, sourceType: "script", locations: true });
  } catch (error) {
    problems.push({ file, line: error.loc ? error.loc.line : 0, message: `is not ECMAScript ${ECMASCRIPT}: ${error.message}` });
    return;
  }
  const own = ownNames(tree);
  const excused = new Set(Object.entries(EXCUSED).flatMap(([name, names]) => (file.endsWith(name) ? names : [])));
  fullAncestor(tree, (node, _state, ancestors) => {
    const line = node.loc.start.line;
    if (node.type === "MemberExpression" && !node.computed) member(file, line, node, own, excused);
    if (node.type === "Identifier") globalName(file, line, node, ancestors, own, excused);
    if (node.type === "Literal" && node.regex) regularExpression(file, line, node.regex);
  });
}

/* Names that the file itself gives to things: its own `at` is not the browser's. */
function ownNames(tree) {
  const own = new Set();
  const take = (pattern) => pattern && pattern.type === "Identifier" && own.add(pattern.name);
  fullAncestor(tree, (node) => {
    if (node.type === "VariableDeclarator" || node.type === "FunctionDeclaration" || node.type === "ClassDeclaration") take(node.id);
    if (node.params) node.params.forEach(take);
    if (node.type === "Property" && !node.computed) take(node.key);
    if (node.type === "AssignmentExpression" && node.left.type === "MemberExpression" && !node.left.computed) take(node.left.property);
  });
  return own;
}

function member(file, line, node, own, excused) {
  const name = node.property.name;
  const owner = node.object.type === "Identifier" ? node.object.name : "";
  if (excused.has(name)) return;
  const place = builtins[owner] || bcd.api[owner];
  const exact = place && !own.has(owner) && (place[name] || place[`${name}_static`]);
  if (exact) judge(file, line, `${owner}.${name}`, exact, `${owner}.${name}`);
  else if (members.has(name) && !own.has(name)) judgeBest(file, line, members.get(name), `.${name}`);
}

function globalName(file, line, node, ancestors, own, excused) {
  const parent = ancestors[ancestors.length - 2];
  if (!parent || own.has(node.name) || excused.has(node.name)) return;
  if (parent.type === "MemberExpression" && parent.property === node && !parent.computed) return;
  if (parent.type === "Property" && parent.key === node && !parent.computed) return;
  const known = builtins[node.name] || bcd.api[node.name] || (bcd.api.Window || {})[node.name];
  if (known && known.__compat) judge(file, line, node.name, known, node.name);
}

function regularExpression(file, line, regex) {
  if (/\(\?<[=!]/.test(regex.pattern)) problems.push({ file, line, message: "look-behind in a regular expression (safari 15 cannot)" });
  if (/[vd]/.test(regex.flags)) problems.push({ file, line, message: `flag of a regular expression: ${regex.flags}` });
}

/* ---------- all files ---------- */

for (const file of process.argv.slice(2)) {
  const text = readFileSync(file, "utf8");
  if (file.endsWith(".css")) checkStyle(file, text);
  else checkScript(file, text);
}
for (const problem of problems) console.log(`${relative(process.cwd(), problem.file)}:${problem.line}: ${problem.message}`);
console.log(`${process.argv.length - 2} files, ${problems.length} problems with the browser floor`);
process.exit(problems.length ? 1 : 0);
