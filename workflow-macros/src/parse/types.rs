//! Types as they are written.

use syn::{GenericArgument, Ident, PathArguments, Type};

/// The type without the parentheses, and the invisible groups of a `macro_rules!`, around it.
pub(crate) fn bare(ty: &Type) -> &Type {
    match ty {
        Type::Paren(paren) => bare(&paren.elem),
        Type::Group(group) => bare(&group.elem),
        ty => ty,
    }
}

/// The last name of a path and its type arguments: `Text` and `Prompt` in `workflow::Text<Prompt>`.
pub(crate) fn arguments(ty: &Type) -> Option<(&Ident, Vec<&Type>)> {
    let Type::Path(path) = bare(ty) else { return None };
    let last = path.path.segments.last()?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    let types = arguments.args.iter().map(|argument| match argument {
        GenericArgument::Type(ty) => Some(bare(ty)),
        _ => None,
    });
    Some((&last.ident, types.collect::<Option<_>>()?))
}

/// How many steps a `To` may have.
pub(crate) const MAX_TARGETS: usize = 8;

/// What stands in the `To<…>` of a transition's return type.
pub(crate) fn to(output: &Type) -> Option<&Type> {
    let (name, arguments) = arguments(output)?;
    match arguments.as_slice() {
        [inner] if name == "Result" => to(inner),
        [inner] if name == "To" => Some(inner),
        _ => None,
    }
}
