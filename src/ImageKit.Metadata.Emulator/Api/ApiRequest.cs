namespace ImageKit.Metadata.Emulator;

/// <summary>A request the API knows.</summary>
/// <param name="Group">The endpoint.</param>
/// <param name="Subject">The decoded URL, the file id, or the raw query of a list.</param>
/// <param name="HasUrl">Whether a usable <c>url</c> came with the request.</param>
internal readonly record struct ApiRequest(EndpointGroup Group, string Subject, bool HasUrl)
{
    private const string Metadata = "/v1/metadata";
    private const string Files = "/v1/files";

    public static ApiRequest? Parse(HttpRequest request)
    {
        string path = request.Path.Value ?? "";
        if (!HttpMethods.IsGet(request.Method))
        {
            return null;
        }

        if (path == Metadata)
        {
            string? url = new ApiQuery(request.QueryString.Value).Get("url");
            return new ApiRequest(EndpointGroup.MetadataByUrl, url ?? "", !string.IsNullOrEmpty(url));
        }

        if (path == Files)
        {
            return new ApiRequest(EndpointGroup.List, request.QueryString.Value ?? "", false);
        }

        string[] parts = path.Split('/');
        return parts switch
        {
            ["", "v1", "files", string id, "metadata"] when id.Length > 0 => new ApiRequest(EndpointGroup.MetadataById, id, false),
            ["", "v1", "files", string id, "details"] when id.Length > 0 => new ApiRequest(EndpointGroup.Details, id, false),
            _ => null,
        };
    }
}
