// A function without a body, as rendererOf is, is allowed only in a package that has an assembly file.
