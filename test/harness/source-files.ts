/** The project's own TypeScript files, parsed, for tests that look at the code itself. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import ts from 'typescript';
import { root } from './root.ts';

/** One file. */
export interface SourceFile {
  /** From the project's folder on, with slashes. */
  readonly path: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
}

/** What a file imports, however it says so. */
export interface Import {
  /** As written: `./tree.ts`, `node:fs`. */
  readonly specifier: string;
  /** The path of the imported file, from the project's folder on; absent for a package. */
  readonly path: string | undefined;
  readonly typeOnly: boolean;
  readonly line: number;
}

/** All `.ts` files below a folder but generated ones. */
export function sourceFiles(folder: string): SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true })
    .map((path) => posix.join(folder, String(path).split(sep).join('/')))
    .filter((path) => path.endsWith('.ts') && !path.includes('/generated/'))
    .sort()
    .map((path) => {
      const text = readFileSync(join(root, path), 'utf8');
      return { path, text, tree: ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true) };
    });
}

/** Calls a function for every node of a file. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}

/** The line of a node, from 1. */
export function lineOf({ tree }: SourceFile, node: ts.Node): number {
  return tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
}

/** Imports, re-exports, dynamic imports and import types of a file. */
export function importsOf(file: SourceFile): Import[] {
  const imports: Import[] = [];
  walk(file.tree, (node) => {
    const found = importIn(node);
    if (!found) return;
    const { text: specifier } = found.specifier;
    const path = specifier.startsWith('.') ? posix.join(posix.dirname(file.path), specifier) : undefined;
    imports.push({ specifier, path, typeOnly: found.typeOnly, line: lineOf(file, node) });
  });
  return imports;
}

function importIn(node: ts.Node): { specifier: ts.StringLiteral; typeOnly: boolean } | undefined {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
    const typeOnly = node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
    return { specifier: node.moduleSpecifier, typeOnly };
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
    return { specifier: node.moduleSpecifier, typeOnly: node.isTypeOnly };
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    const { literal } = node.argument;
    return ts.isStringLiteral(literal) ? { specifier: literal, typeOnly: true } : undefined;
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [argument] = node.arguments;
    return argument && ts.isStringLiteral(argument) ? { specifier: argument, typeOnly: false } : undefined;
  }
  return undefined;
}
