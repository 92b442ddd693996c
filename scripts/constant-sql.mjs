const methods = new Set(
  'query where andWhere orWhere having andHaving orHaving orderBy addOrderBy groupBy addGroupBy select addSelect'.split(
    ' ',
  ),
);

/**
 * ESLint rule: text that goes to the database is put together from constants alone. What is inserted into a template or
 * joined with + must have a literal type (a constant, or one of a closed list), so that nothing a client sent can get
 * in; values travel as parameters.
 */
export const constantSql = {
  meta: { type: 'problem', schema: [], messages: { built: '{{ text }} is not a constant: pass it as a parameter.' } },
  create(context) {
    const services = context.sourceCode.parserServices;

    function isConstant(node) {
      const type = services.getTypeAtLocation(node);
      return (type.isUnion() ? type.types : [type]).every((part) => part.isLiteral());
    }

    function check(node) {
      if (node.type === 'TemplateLiteral') node.expressions.forEach(check);
      else if (node.type === 'BinaryExpression' && node.operator === '+') [node.left, node.right].forEach(check);
      else if (!isConstant(node)) {
        context.report({ node, messageId: 'built', data: { text: context.sourceCode.getText(node) } });
      }
    }

    return {
      CallExpression({ callee, arguments: given }) {
        if (callee.type !== 'MemberExpression' || !methods.has(callee.property.name)) return;
        const [sql] = given;
        if (sql?.type === 'TemplateLiteral' || sql?.type === 'BinaryExpression') check(sql);
      },
    };
  },
};
